using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Documents.Answering;
using HybridAi.Serve.Chat;
using HybridAi.Serve.Routing;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai route answers</c>: from which sureness on a cheap answerer's word stands, shown on known questions.</summary>
internal static class RouteAnswersVerb
{
    public static Command Create()
    {
        var questions = new Option<string>("--questions") { Description = "Questions with their evidence, some that can't be answered: JSON lines.", Required = true, HelpName = "FILE" };
        var margin = new Option<double>("--margin") { Description = "How far below the last answerer's share of right answers the floor lies.", DefaultValueFactory = _ => 0.02, HelpName = "SHARE" };
        var confidence = new Option<double>("--confidence") { Description = "One-sided confidence that the floor is held.", DefaultValueFactory = _ => 0.95, HelpName = "P" };
        var tenant = DocumentsVerb.Tenant();
        return Verb.Over("answers", "Certify a route over the answerers of HybridAi:Chat:Answerers, and send questions along it where one holds.", async (stages, parsed, cancellation) =>
        {
            if (parsed.GetValue(margin) is not (> 0 and <= 0.5)) return Fault.BadInput("margin-range", "The margin is above 0 and at most 0.5.", margin.Name);
            if (parsed.GetValue(confidence) is not (>= 0.5 and <= 0.9999)) return Fault.BadInput("confidence-range", "The confidence is from 0.5 to 0.9999.", confidence.Name);
            if (!(await KnownQuestionFile.ReadAsync(parsed.GetRequiredValue(questions), cancellation)).Succeeded(out var known, out var fault)) return fault;
            var outcome = await Progress.ShowAsync("ask", display => stages.Get<AnswerRouteStage>().RunAsync(
                parsed.GetRequiredValue(tenant), known, parsed.GetValue(margin), parsed.GetValue(confidence),
                new StageProgress<(int Done, int Of)>(display, step => new(step.Done, step.Of)), cancellation));
            if (!outcome.Succeeded(out var route, out fault)) return fault;
            Show(route);
            return null;
        }, questions, margin, confidence, tenant);
    }

    private static void Show(AnswerRoute route)
    {
        var shown = route.Certificate!;
        Output.Line(shown.Reason);
        Output.Line(shown.State == CertificateState.Certified
            ? $"{string.Join(" → ", route.Answerers)} from {Output.Decimal(route.StandsFrom[0])} on is live: {Output.Percent(shown.Right)} right (the last alone {Output.Percent(shown.ReferenceRight)}), {Output.Money(shown.CostUsd)} a question instead of {Output.Money(shown.ReferenceCostUsd)}."
            : $"Nothing changes: {route.Answerers[^1]} answers as before.");
    }
}
