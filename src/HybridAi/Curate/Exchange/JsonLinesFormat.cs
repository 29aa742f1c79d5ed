using System.Text.Json;
using System.Text.Json.Nodes;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary><c>jsonl</c>: one JSON object a line; of records with everything that was said about them.</summary>
public sealed class JsonLinesFormat : IExchangeFormat
{
    /// <inheritdoc/>
    public string Name => "jsonl";

    /// <inheritdoc/>
    public string ContentType => "application/x-ndjson";

    /// <inheritdoc/>
    public string? Extension => ".jsonl";

    /// <inheritdoc/>
    public IReadOnlyList<string> NotHeld(Project project, ExportSelection selection) => [];

    /// <inheritdoc/>
    public async Task WriteAsync(ExportContent content, IExportTarget target, CancellationToken cancellation)
    {
        await using var stream = target.Open("export.jsonl");
        await ExportLines.WriteAsync(
            stream, content, item => content.Selection == ExportSelection.Records ? Whole(content.Project, item) : FlatRow.Of(content.Project, item, content.Selection),
            cancellation);
    }

    /// <inheritdoc/>
    public Task<Outcome<IReadOnlyList<ImportFile>>> OpenAsync(ImportRequest request, Project project, IngestionOptions bounds, CancellationToken cancellation)
        => ImportFile.OpenAsync(request.Path, SourceFormat.JsonLines, bounds, new RowItem(request.Annotator).Read, cancellation);

    private static JsonObject Whole(ProjectVersion project, ExchangeItem item)
    {
        var row = JsonSerializer.SerializeToNode(item, Json.Options)!.AsObject();
        row["projectVersion"] = project.Version;
        return row;
    }
}
