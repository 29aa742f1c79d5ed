using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Batch;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai batch</c>: a file along the live route; resumes where it stopped.</summary>
internal static class BatchVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "CSV, TSV or JSON lines, in UTF-8." };
        var output = new Argument<string>("output") { Description = "The same rows with what was predicted behind each." };
        var text = new Option<string?>("--text") { Description = "The column of the text (default: the project's).", HelpName = "COLUMN" };
        var format = new FormatOptions();
        return Verb.OverProject("batch", "Predict a whole file along the live route; resumes where it stopped.", async (stages, project, parsed, cancellation) =>
        {
            var request = new BatchRequest(parsed.GetRequiredValue(file), parsed.GetRequiredValue(output), parsed.GetValue(text), format.Read(parsed), Payer.Project);
            var ended = await Progress.ShowAsync("batch", display => stages.Get<BatchStage>().RunAsync(
                project.Definition, request, new StageProgress<BatchProgress>(display, Shown), cancellation));
            if (!ended.Succeeded(out var done, out var fault)) return fault;
            Output.Table(parsed.GetRequiredValue(output), ["", ""],
            [
                ["rows", Output.Count(done.Rows)],
                ["without a label", Output.Count(done.Failed)],
                .. done.Tiers.OrderByDescending(tier => tier.Value).Select(tier => new[] { tier.Key, Output.Count(tier.Value) }),
                ["cost", Output.Money(done.CostUsd) + (done.Unpriced > 0 ? $", and {Output.Count(done.Unpriced)} rows of unknown cost" : "")],
                ["rows a second", Output.Count((long)done.RowsPerSecond)],
                ["route", done.Route[..12]],
            ]);
            return null;
        }, [file, output, text, .. format.All]);
    }

    private static Step Shown(BatchProgress done)
        => new(done.Rows, done.Bytes == 0 ? null : (long)(done.Rows * (double)done.AllBytes / done.Bytes), done.CostUsd);
}
