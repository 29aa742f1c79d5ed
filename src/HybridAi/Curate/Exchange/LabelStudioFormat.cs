using System.Text.Json;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary>
/// <c>label-studio</c>: a JSON array of tasks with <c>data</c>, <c>predictions</c> and <c>annotations</c>, both ways. What Label Studio has no place for stands
/// under <c>hybridai</c>, which it drops when it takes the file in.
/// </summary>
public sealed class LabelStudioFormat : IExchangeFormat
{
    /// <inheritdoc/>
    public string Name => "label-studio";

    /// <inheritdoc/>
    public string ContentType => "application/json";

    /// <inheritdoc/>
    public string? Extension => ".json";

    /// <inheritdoc/>
    public IReadOnlyList<string> NotHeld(Project project, ExportSelection selection) =>
        ["Label Studio drops what stands under 'hybridai' (annotators, suggestions, versions) and names its own users: the file holds it, what comes back from there does not."];

    /// <inheritdoc/>
    public async Task WriteAsync(ExportContent content, IExportTarget target, CancellationToken cancellation)
    {
        var task = new LabelStudioTask(content.Project.Definition);
        await using var stream = target.Open("export.json");
        var before = "[\n"u8.ToArray();
        long written = 0;
        await foreach (var item in content.Items.WithCancellation(cancellation))
        {
            await stream.WriteAsync(before, cancellation);
            await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(task.Write(content.Project, item, ++written), Json.Options), cancellation);
            before = ",\n"u8.ToArray();
            content.Progress?.Report(written);
        }

        await stream.WriteAsync(written == 0 ? "[]\n"u8.ToArray() : "\n]\n"u8.ToArray(), cancellation);
        await stream.FlushAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<Outcome<IReadOnlyList<ImportFile>>> OpenAsync(
        ImportRequest request, Project project, IngestionOptions bounds, CancellationToken cancellation)
    {
        var inspected = await InspectedFile.ReadAsync(request.Path, bounds.MaxFileBytes, InspectedFile.OpenFile, cancellation);
        if (!inspected.Succeeded(out var file, out var fault)) return fault;
        if (!EncodingDetection.Detect(file, hint: null, []).Succeeded(out var source, out fault)) return fault;
        if (!await IsArrayAsync(source, cancellation))
            return Fault.BadInput("not-label-studio", "The file is no JSON array of tasks, which is what Label Studio exports as JSON.", request.Path);
        var task = new LabelStudioTask(project);
        return Success.Of<IReadOnlyList<ImportFile>>([new(
            new JsonArrayRowReader(source, bounds.MaxRowBytes), file.Hash, null,
            (RowReader row, out RowFault? wrong) => task.Read(row, request.Annotator, out wrong))]);
    }

    private static async Task<bool> IsArrayAsync(Utf8Source source, CancellationToken cancellation)
    {
        await using var stream = source.Open();
        var start = new byte[4_096];
        var read = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
        return start.AsSpan(0, read).TrimStart(" \t\r\n"u8) is [(byte)'[', ..];
    }
}
