using System.Text.Json;
using System.Text.Json.Nodes;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Exchange;

/// <summary>
/// <c>doccano</c>: JSON lines with <c>text</c> and <c>label</c>, a list of names or of spans (<c>[start, end, field]</c>); the other columns are
/// what doccano keeps as metadata.
/// </summary>
public sealed class DoccanoFormat : IExchangeFormat
{
    /// <inheritdoc/>
    public string Name => "doccano";

    /// <inheritdoc/>
    public string ContentType => "application/x-ndjson";

    /// <inheritdoc/>
    public string? Extension => ".jsonl";

    /// <inheritdoc/>
    public IReadOnlyList<string> NotHeld(Project project, ExportSelection selection) =>
    [
        .. selection == ExportSelection.Records ? [OneLabel.NotHeld] : Array.Empty<string>(),
        .. project.Kind == ProjectKind.Extraction ? ["Fields whose value does not stand in the text letter by letter have no span and are left out."] : Array.Empty<string>(),
    ];

    /// <inheritdoc/>
    public async Task WriteAsync(ExportContent content, IExportTarget target, CancellationToken cancellation)
    {
        var form = new RegionForm(content.Project.Definition);
        await using var stream = target.Open("export.jsonl");
        await ExportLines.WriteAsync(stream, content, Row, cancellation);

        JsonObject Row(ExchangeItem item)
        {
            var row = FlatRow.Of(content.Project, item, content.Selection);
            row["label"] = row["label"]?.ToString() is { } label ? Labels(form, label, item.Text!) : new JsonArray();
            return row;
        }
    }

    /// <inheritdoc/>
    public Task<Outcome<IReadOnlyList<ImportFile>>> OpenAsync(ImportRequest request, Project project, IngestionOptions bounds, CancellationToken cancellation)
    {
        var rows = new RowItem(request.Annotator ?? "");
        var form = new RegionForm(project);
        return ImportFile.OpenAsync(request.Path, SourceFormat.JsonLines, bounds, Read, cancellation);

        ExchangeItem? Read(RowReader row, out RowFault? fault)
        {
            if (row.Find("label") is not { Kind: CellKind.Nested, Value: { } written })
            {
                fault = new("label-not-list", "doccano's label is a list; this row has none.", "label");
                return null;
            }

            if (!Label(form, written, row.Find("text")?.Value ?? "", isSaid: row.Find("labelSource") is not null || row.Find("annotator") is not null).Succeeded(out var label, out var wrong))
            {
                fault = new(wrong.Code, wrong.Reason, "label");
                return null;
            }

            return rows.Read(row, out fault) is { } item ? With(item, label) : null;
        }
    }

    private static JsonArray Labels(RegionForm form, string label, string text) => form.Project.Kind switch
    {
        ProjectKind.MultiLabel => JsonNode.Parse(label)!.AsArray(),
        ProjectKind.Extraction => [.. RegionForm.Spans(label, text).Select(span => (JsonNode)new JsonArray(span.Start, span.End, span.Name))],
        _ => [label],
    };

    // An empty list is no label, save where a text may have none and the row says whose label that is.
    private static Outcome<string> Label(RegionForm form, string written, string text, bool isSaid)
    {
        try
        {
            var list = JsonNode.Parse(written)!.AsArray();
            return form.Project.Kind switch
            {
                ProjectKind.MultiLabel => list.Count == 0 && !isSaid ? "" : written,
                ProjectKind.Extraction when list.Count == 0 => "",
                ProjectKind.Extraction => form.OfSpans([.. list.Select(span => new Span((int)span![0]!, (int)span[1]!, (string)span[2]!))], text),
                _ when list.Count == 0 => "",
                _ when list.Count > 1 => Fault.BadInput("label-unknown", $"A text of '{form.Project.Name}' has one label, not {list.Count}."),
                _ => list[0]!.ToString(),
            };
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or ArgumentOutOfRangeException or NullReferenceException)
        {
            return Fault.BadInput("label-malformed", "The label is no list of names or of spans [start, end, field].");
        }
    }

    private static ExchangeItem With(ExchangeItem item, string label) => label.Length == 0
        ? item with { Annotations = [], Proposals = [], Decision = null }
        : item with
        {
            Annotations = [.. item.Annotations.Select(annotation => annotation with { Label = label })],
            Proposals = [.. item.Proposals.Select(proposal => proposal with { Label = label })],
            Decision = item.Decision is { } decision ? decision with { Label = label } : null,
        };
}
