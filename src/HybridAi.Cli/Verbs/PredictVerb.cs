using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Prediction;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai predict</c>: texts or rows along the live route, in this process.</summary>
internal static class PredictVerb
{
    public static Command Create()
    {
        var texts = new Argument<string[]>("text") { Description = "The texts; - reads lines from standard input.", Arity = ArgumentArity.ZeroOrMore };
        var fields = FieldsOption.Create();
        var json = new Option<bool>("--json-lines") { Description = "Answer with all there is to say, a JSON line for each text." };
        var maxCost = new Option<decimal?>("--max-cost") { Description = "Ask no tier that would bring a text's cost over this.", HelpName = "USD" };
        var maxLatency = new Option<int?>("--max-latency") { Description = "Ask no tier that would not be done by then, and cut off what is not.", HelpName = "MS" };
        var minTier = new Option<string?>("--min-tier") { Description = "No answer stands before this tier or a dearer one has answered.", HelpName = "TIER" };
        var tier = new Option<string?>("--tier") { Description = "Ask this tier alone.", HelpName = "TIER" };
        return Verb.OverProject("predict", "Predict labels or numbers along the live route.", async (stages, project, parsed, cancellation) =>
        {
            if (!FieldsOption.Read(parsed.GetValue(fields)).Succeeded(out var requests, out var unread)) return unread;
            foreach (var text in parsed.GetValue(texts) ?? [])
            {
                if (text != "-") requests.Add(new(null, text));
                else while (await Console.In.ReadLineAsync(cancellation) is { } line) requests.Add(new(null, line));
            }

            var limits = new PredictionLimits(parsed.GetValue(maxCost), parsed.GetValue(maxLatency), parsed.GetValue(minTier), parsed.GetValue(tier));
            var outcome = await stages.Get<Predictor>().PredictAsync(project.Definition.Name, Payer.Project, requests, limits, cancellation);
            if (!outcome.Succeeded(out var predictions, out var fault)) return fault;
            foreach (var prediction in predictions) Output.Line(parsed.GetValue(json) ? Storage.Json.Write(prediction) : Describe(prediction));
            return predictions is [{ Fault: { } only }] ? only : null;
        }, texts, fields, json, maxCost, maxLatency, minTier, tier);
    }

    private static string Describe(Prediction prediction)
    {
        var asked = prediction.AskedRecord is { } record ? $"\n  a person is asked: record {record}" : "";
        if (prediction.Fault is { } fault) return $"{prediction.Id}: {fault.Reason}{asked}";
        var answer = $"{prediction.Label}  {Output.Percent(prediction.Confidence)}  by {prediction.Tier}  {Output.Money(prediction.CostUsd)}  {Output.Time(prediction.Latency)}";
        var steps = prediction.Reason.Select(step => $"  {step.Tier} ({step.Labeller}): {step.Label ?? "no answer"} {Output.Percent(step.Confidence)}, expected to be right {Output.Percent(step.Expected)}. {step.Why}");
        var degraded = prediction.Degraded is { } why ? $"\n  degraded: {why.Reason}" : "";
        var certified = prediction.Certified ? "" : "\n  not covered by a certificate";
        return $"{answer}\n{string.Join('\n', steps)}{degraded}{asked}{certified}\n  route {prediction.Versions.Route[..12]}, dataset {prediction.Versions.Dataset[..12]}, model {prediction.Versions.Model?[..8] ?? "none"}";
    }
}
