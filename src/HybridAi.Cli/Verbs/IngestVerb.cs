using System.CommandLine;
using HybridAi.Cli.Terminal;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;

namespace HybridAi.Cli.Verbs;

/// <summary><c>hybridai ingest</c>: a file becomes records; its bad rows go to a reject file.</summary>
internal static class IngestVerb
{
    private const int MostLabels = 100;

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "CSV, TSV or JSON lines." };
        var text = new Option<string?>("--text") { Description = "The column of the text (default: the project's).", HelpName = "COLUMN" };
        var label = new Option<string?>("--label") { Description = "The column of a trusted label (default: the project's).", HelpName = "COLUMN" };
        var id = new Option<string?>("--id") { Description = "The column of the record's id (default: the project's, else made from the content).", HelpName = "COLUMN" };
        var format = new FormatOptions();
        return Verb.OverProject("ingest", "Read a file into records; resumes where it stopped.", async (stages, project, parsed, cancellation) =>
        {
            var request = new IngestionRequest(
                parsed.GetRequiredValue(file), TextColumn: parsed.GetValue(text), LabelColumn: parsed.GetValue(label), IdColumn: parsed.GetValue(id))
            {
                Format = format.Read(parsed),
            };
            if (!(await RunAsync(stages, project.Definition, request, cancellation)).Succeeded(out var report, out var fault)) return fault;
            Show(report);
            return null;
        }, [file, text, label, id, .. format.All]);
    }

    /// <summary>Ingests with a bar.</summary>
    public static Task<Outcome<IngestionReport>> RunAsync(Stages stages, Project project, IngestionRequest request, CancellationToken cancellation)
        => Progress.ShowAsync("ingest", display => stages.Get<IngestionStage>().RunAsync(
            project, request, new StageProgress<IngestionProgress>(display, done => new(done.Rows, EstimatedRows(done))), cancellation));

    private static void Show(IngestionReport report)
    {
        var profile = report.Profile;
        Output.Table($"{report.Source}", ["", ""],
        [
            ["format", Describe(profile.Format)],
            ["rows", Output.Count(profile.Rows)],
            ["accepted", $"{Output.Count(profile.Accepted)} (exact duplicates {Output.Count(profile.ExactDuplicates)})"],
            ["already there", Output.Count(profile.AlreadyThere)],
            ["rejected", $"{Output.Count(profile.Rejected)} {Join(profile.RejectedByCode, Output.Count)}"],
            ["characters", profile.TextLength is { } length ? $"{length.Min} to {length.Max}, half up to {length.P50}, 95 % up to {length.P95}" : "no text"],
            ["scripts", Join(profile.Scripts, Output.Percent)],
            ["missing", Join(profile.Missing.Where(column => column.Value > 0), Output.Count)],
            ["labels", Labels(profile.Labels)],
            ["unlabelled", Output.Count(profile.Unlabelled)],
        ]);
        if (report.RejectFile is { } rejects) Output.Line($"Rejected rows, each with its line and reason: {rejects}");
    }

    private static string Describe(FoundFormat format) => string.Join(", ",
    [
        format.Format.ToString(), format.Encoding + (format.ByteOrderMark ? " with byte order mark" : ""),
        .. format.Delimiter is { } delimiter ? [$"values apart by '{(delimiter == '\t' ? "tab" : delimiter)}'"] : Array.Empty<string>(),
        .. format.Notes,
    ]);

    // Numbers have as many as there are rows, and the most frequent ones come first.
    private static string Labels(IReadOnlyDictionary<string, long> labels) => labels.Count <= MostLabels
        ? Join(labels, Output.Count)
        : $"{Join(labels.Take(MostLabels), Output.Count)}, and {Output.Count(labels.Count - MostLabels)} others";

    private static string Join<T>(IEnumerable<KeyValuePair<string, T>> values, Func<T, string> show)
        => string.Join(", ", values.Select(value => $"{value.Key} {show(value.Value)}"));

    // The file's rows are not counted beforehand: what is read so far tells how many there may be.
    private static long? EstimatedRows(IngestionProgress done)
        => done.BytesRead == 0 ? null : Math.Max(done.Rows, (long)(done.Rows * ((double)done.TotalBytes / done.BytesRead)));
}
