using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary><c>csv</c>: one row a record, label or annotation (RFC 4180), guarded against formulas as <see cref="SpreadsheetGuard"/> says.</summary>
public sealed class CsvFormat : IExchangeFormat
{
    /// <inheritdoc/>
    public string Name => "csv";

    /// <inheritdoc/>
    public string ContentType => "text/csv";

    /// <inheritdoc/>
    public string? Extension => ".csv";

    /// <inheritdoc/>
    public IReadOnlyList<string> NotHeld(Project project, ExportSelection selection) => selection == ExportSelection.Records ? [OneLabel.NotHeld] : [];

    /// <inheritdoc/>
    public async Task WriteAsync(ExportContent content, IExportTarget target, CancellationToken cancellation)
    {
        await using var stream = target.Open("export.csv");
        await WriteAsync(stream, FlatRow.Columns, cancellation);
        long written = 0;
        await foreach (var item in content.Items.WithCancellation(cancellation))
        {
            var row = FlatRow.Of(content.Project, item, content.Selection);
            await WriteAsync(stream, FlatRow.Columns.Select(column => Written(row[column])), cancellation);
            content.Progress?.Report(++written);
        }

        await stream.FlushAsync(cancellation);
    }

    /// <inheritdoc/>
    public Task<Outcome<IReadOnlyList<ImportFile>>> OpenAsync(ImportRequest request, Project project, IngestionOptions bounds, CancellationToken cancellation)
        => ImportFile.OpenAsync(request.Path, SourceFormat.Csv, bounds, new RowItem(request.Annotator, SpreadsheetGuard.Remove).Read, cancellation);

    private static string Written(JsonNode? value) => value switch
    {
        null => "",
        JsonValue text when text.GetValueKind() == JsonValueKind.String => Quoted(SpreadsheetGuard.Add(text.ToString())),
        _ => Quoted(value.ToJsonString(Json.Options)),
    };

    private static string Quoted(string value)
        => value.AsSpan().ContainsAny(",\"\r\n") || value is [' ', ..] or [.., ' '] ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    private static ValueTask WriteAsync(Stream stream, IEnumerable<string> values, CancellationToken cancellation)
        => stream.WriteAsync(Encoding.UTF8.GetBytes(string.Join(',', values) + "\r\n"), cancellation);
}
