using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Exchange;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai import</c>: records and labels in from another tool.</summary>
internal static class ImportVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The file, or the folder where the format is one." };
        var format = Format();
        var annotator = new Option<string?>("--annotator") { Description = "Whose labels they are where the file doesn't say.", HelpName = "NAME" };
        var json = CommonOptions.Json();
        return Verb.OverProject("import", "Bring records and labels in from another tool; resumes where it stopped.", async (stages, project, parsed, cancellation) =>
        {
            if (!stages.Get<ExchangeFamily>().Find(parsed.GetRequiredValue(format)).Succeeded(out var member, out var fault)) return fault;
            var path = parsed.GetRequiredValue(file);
            var request = new ImportRequest(path, Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), parsed.GetValue(annotator));
            var done = await Progress.ShowAsync("import", display => stages.Get<ImportStage>().RunAsync(
                project, member, request, new StageProgress<long>(display, rows => new(rows, null)), cancellation));
            if (!done.Succeeded(out var report, out fault)) return fault;
            Show(report);
            return await Output.WriteJsonAsync(parsed.GetValue(json), report, cancellation);
        }, file, format, annotator, json);
    }

    public static Option<string> Format()
        => new("--format") { Description = "csv, doccano, hugging-face, jsonl or label-studio.", Required = true, HelpName = "NAME" };

    private static void Show(ImportReport report)
    {
        Output.Table(report.Source, ["", ""],
        [
            ["rows", Output.Count(report.Rows)],
            ["accepted", Output.Count(report.Accepted)],
            ["already there", Output.Count(report.AlreadyThere)],
            ["rejected", $"{Output.Count(report.Rejected)} {string.Join(", ", report.RejectedByCode.Select(code => $"{code.Key} {Output.Count(code.Value)}"))}"],
            ["records added", Output.Count(report.Records)],
            ["labels added", $"{Output.Count(report.Labels)} by labellers, {Output.Count(report.Annotations)} by people, {Output.Count(report.Decisions)} decisions"],
        ]);
        if (report.RejectFile is { } rejects) Output.Line($"Rejected rows, each with its line and reason: {rejects}");
    }
}
