using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Serve.Prediction;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai predict</c>: texts along the live route, in this process.</summary>
internal static class PredictVerb
{
    public static Command Create()
    {
        var texts = new Argument<string[]>("text") { Description = "The texts; - reads lines from standard input.", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json-lines") { Description = "Answer with all there is to say, a JSON line for each text." };
        return Verb.OverProject("predict", "Predict labels along the live route.", async (stages, project, parsed, cancellation) =>
        {
            var requests = new List<PredictionRequest>();
            foreach (var text in parsed.GetRequiredValue(texts))
            {
                if (text != "-") requests.Add(new(null, text));
                else while (await Console.In.ReadLineAsync(cancellation) is { } line) requests.Add(new(null, line));
            }

            var outcome = await stages.Get<Predictor>().PredictAsync(project.Definition.Name, requests, cancellation);
            if (!outcome.Succeeded(out var predictions, out var fault)) return fault;
            foreach (var prediction in predictions) Output.Line(parsed.GetValue(json) ? Storage.Json.Write(prediction) : Describe(prediction));
            return predictions is [{ Fault: { } only }] ? only : null;
        }, texts, json);
    }

    private static string Describe(Prediction prediction)
    {
        if (prediction.Fault is { } fault) return $"{prediction.Id}: {fault.Reason}";
        var answer = $"{prediction.Label}  {Output.Percent(prediction.Confidence)}  by {prediction.Tier}  {Output.Money(prediction.CostUsd)}  {Output.Time(prediction.Latency)}";
        var steps = prediction.Reason.Select(step => $"  {step.Tier} ({step.Labeller}): {step.Label ?? "no answer"} {Output.Percent(step.Confidence)}. {step.Why}");
        var degraded = prediction.Degraded is { } why ? $"\n  degraded: {why.Reason}" : "";
        return $"{answer}\n{string.Join('\n', steps)}{degraded}\n  route {prediction.Versions.Route[..12]}, dataset {prediction.Versions.Dataset[..12]}, model {prediction.Versions.Model?[..8] ?? "none"}";
    }
}
