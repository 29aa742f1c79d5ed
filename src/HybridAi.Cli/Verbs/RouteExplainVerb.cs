using System.CommandLine;
using System.Globalization;
using HybridAi.Cli.Terminal;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Prediction;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai route explain</c>: how a route decides about a text.</summary>
internal static class RouteExplainVerb
{
    public static Command Create()
    {
        var text = new Argument<string?>("text") { Description = "The text.", Arity = ArgumentArity.ZeroOrOne };
        var fields = FieldsOption.Create();
        var route = new Option<string?>("--route") { Description = "A stored route (default: the live one).", HelpName = "HASH" };
        var json = new Option<bool>("--json-lines") { Description = "Answer with all there is to say, as one JSON line." };
        return Verb.OverProject("explain", "Show step by step how a route decides about a text; it counts as no prediction.", async (stages, project, parsed, cancellation) =>
        {
            if (!FieldsOption.Read(parsed.GetValue(fields)).Succeeded(out var rows, out var unread)) return unread;
            if (parsed.GetValue(text) is { } given) rows.Add(new(null, given));
            if (rows is not [var asked]) return Fault.BadInput("texts-missing", "One decision is shown at a time: give one text, or --fields once.");
            var walked = await stages.Get<RouteExplainer>().ExplainAsync(
                project.Definition.Name, parsed.GetValue(route), Payer.Project, asked, cancellation);
            if (!walked.Succeeded(out var decision, out var fault)) return fault;
            if (parsed.GetValue(json)) Output.Line(Storage.Json.Write(decision));
            else Show(decision);
            return decision.Fault;
        }, text, fields, route, json);
    }

    private static void Show(Prediction decision)
    {
        Output.Table($"Along route {decision.Versions.Route[..12]}", ["tier", "who", "answer", "says", "reliability", "stands from", "cost", "time", "why"], decision.Reason.Select(step => (string[])
        [
            step.Tier, step.Labeller, step.Label ?? "none", step.Label is null ? "" : Output.Percent(step.Confidence), Share(step.Reliability),
            step.Threshold is { } from ? Share(from) : "", Output.Money(step.CostUsd), Output.Time(step.Latency), step.Why,
        ]));
        if (decision.Label is null) return;
        Output.Line($"{decision.Label}  {Output.Percent(decision.Confidence)}  by {decision.Tier}  {Output.Money(decision.CostUsd)}; the reference alone would have cost {Output.Money(decision.ReferenceCostUsd)}");
        if (decision.Degraded is { } why) Output.Line($"degraded: {why.Reason}");
    }

    private static string Share(double share) => share.ToString("0.000", CultureInfo.InvariantCulture);
}
