using System.Text;
using System.Text.Json.Nodes;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary>
/// <c>hugging-face</c>: a folder for <c>datasets.load_dataset</c>, with one file of JSON lines a split, a card that declares columns and files, and
/// <c>dataset_infos.json</c> for older readers. Every column is of one type in every row: lists and fields are JSON in text.
/// </summary>
public sealed class HuggingFaceFormat : IExchangeFormat
{
    private static readonly (string Ours, string Theirs)[] Splits = [("train", "train"), ("calibration", "validation"), ("test", "test")];

    /// <inheritdoc/>
    public string Name => "hugging-face";

    /// <inheritdoc/>
    public string ContentType => "application/zip";

    /// <inheritdoc/>
    public string? Extension => null;

    /// <inheritdoc/>
    public IReadOnlyList<string> NotHeld(Project project, ExportSelection selection) => selection == ExportSelection.Records ? [OneLabel.NotHeld] : [];

    /// <inheritdoc/>
    public async Task WriteAsync(ExportContent content, IExportTarget target, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, long>();
        foreach (var (ours, theirs) in Splits)
        {
            // A split without rows is left out: readers refuse an empty file.
            if (!await content.Items.AnyAsync(item => SplitOf(item) == ours, cancellation)) continue;
            await using var stream = target.Open($"data/{theirs}.jsonl");
            counts[theirs] = await ExportLines.WriteAsync(stream, content, item => SplitOf(item) == ours ? Row(content, item) : null, cancellation);
        }

        await WriteTextAsync(target, "dataset_infos.json", HuggingFaceCard.Infos(content.Project.Definition.Name, counts), cancellation);
        await WriteTextAsync(target, "README.md", HuggingFaceCard.Card(content.Project, counts), cancellation);
    }

    /// <inheritdoc/>
    public async Task<Outcome<IReadOnlyList<ImportFile>>> OpenAsync(
        ImportRequest request, Project project, IngestionOptions bounds, CancellationToken cancellation)
    {
        var rows = new RowItem(request.Annotator);
        if (!Directory.Exists(request.Path)) return await ImportFile.OpenAsync(request.Path, SourceFormat.JsonLines, bounds, rows.Read, cancellation);
        var files = new List<ImportFile>();
        foreach (var (_, theirs) in Splits)
        {
            var path = Path.Combine(request.Path, "data", $"{theirs}.jsonl");
            if (!File.Exists(path)) continue;
            var opened = await ImportFile.OpenAsync(path, SourceFormat.JsonLines, bounds, rows.Read, cancellation, $"data/{theirs}.jsonl");
            if (opened.Succeeded(out var file, out var fault))
            {
                files.AddRange(file);
                continue;
            }

            foreach (var open in files) await open.DisposeAsync();
            return fault;
        }

        return files.Count > 0
            ? files
            : Fault.BadInput("not-hugging-face", "The folder holds none of data/train.jsonl, data/validation.jsonl and data/test.jsonl.", request.Path);
    }

    private static string SplitOf(ExchangeItem item) => item.Split ?? "train";

    private static JsonObject Row(ExportContent content, ExchangeItem item)
    {
        var row = FlatRow.Of(content.Project, item, content.Selection);
        var typed = new JsonObject();
        foreach (var column in FlatRow.Columns)
        {
            typed[column] = row[column] switch
            {
                JsonObject or JsonArray => row[column]!.ToJsonString(Json.Options),
                var value => value?.DeepClone(),
            };
        }

        return typed;
    }

    private static async Task WriteTextAsync(IExportTarget target, string name, string text, CancellationToken cancellation)
    {
        await using var stream = target.Open(name);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
    }
}
