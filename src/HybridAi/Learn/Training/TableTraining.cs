using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Learning.Tabular;
using HybridAi.Learning.Text;

namespace HybridAi.Learn.Training;

/// <summary>What models of table rows have in common: the columns behind the texts.</summary>
internal static class TableTraining
{
    private const int Probes = 3;

    [ThreadStatic]
    private static string?[]? Buffer;

    /// <summary>The rows that texts are; null where the dataset is of texts.</summary>
    public static TabularRows? RowsOf(Dataset dataset, IReadOnlyList<string> texts)
    {
        if (dataset.Manifest.Columns is not { } columns) return null;
        var rows = new RowText(columns);
        return new(
            [.. columns.Select(column => new TableColumn(column.Name, Kind(column.Type)))],
            [.. texts.Select(IReadOnlyList<string?> (text) =>
            {
                var cells = new string?[columns.Count];
                rows.TryRead(text, cells);
                return cells;
            })]);
    }

    /// <summary>What engines are told: rows that are alike are never parted, or one would be judged by its twin.</summary>
    public static TabularSettings SettingsFor(TrainingSettings settings, IReadOnlyList<string> texts)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] groups = [.. texts.Select(text => places.TryAdd(text, places.Count) ? places.Count - 1 : places[text])];
        return new(settings.Seed, Groups: places.Count < 2 || places.Count == texts.Count ? null : groups);
    }

    /// <summary>The fault of a dataset of texts.</summary>
    public static Fault NoRows(Dataset dataset)
        => Fault.Conflict("columns-missing", $"Dataset {dataset.Manifest.Hash[..8]} is of texts without columns: freeze one of a tabular project.");

    /// <summary>How rows of a model's columns are read.</summary>
    public static RowText Reading(IReadOnlyList<TableColumn> columns) => new([.. columns.Select(column => new ColumnDefinition(column.Name, Type(column.Kind)))]);

    /// <summary>Made-up rows: nobody's, with numbers of several sizes and names that no row has.</summary>
    public static IReadOnlyList<string> ProbesOf(RowText rows) =>
    [
        .. Enumerable.Range(0, Probes).Select(probe => rows.Write(
            [.. rows.Columns.Select(column => column.Type == ColumnType.Number ? probe switch { 0 => "0", 1 => "1", _ => "1000" } : probe == 0 ? null : $"{column.Name} {probe}")])),
    ];

    /// <summary>The cells of a text, good until this thread reads the next; all are missing where the text is no row.</summary>
    public static ReadOnlySpan<string?> Cells(RowText rows, ReadOnlySpan<char> text)
    {
        if (Buffer is null || Buffer.Length < rows.Columns.Count) Buffer = new string?[rows.Columns.Count];
        var cells = Buffer.AsSpan(0, rows.Columns.Count);
        rows.TryRead(text, cells);
        return cells;
    }

    /// <summary>The columns that speak for an answer, in words.</summary>
    public static IReadOnlyList<string> Words(IEnumerable<ColumnWeight> weights)
        => [.. weights.Select(weight => weight.Value is { } value ? $"{weight.Column} {value}" : $"{weight.Column} missing")];

    /// <summary>Passes an engine's steps on.</summary>
    public static IProgress<TrainingProgress>? Steps(IProgress<TrainingStep>? progress) => progress is null ? null : new Relay(progress);

    private static ColumnKind Kind(ColumnType type) => type switch
    {
        ColumnType.Number => ColumnKind.Number,
        ColumnType.Category => ColumnKind.Category,
        _ => ColumnKind.Text,
    };

    private static ColumnType Type(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => ColumnType.Number,
        ColumnKind.Category => ColumnType.Category,
        _ => ColumnType.Text,
    };

    private sealed class Relay(IProgress<TrainingStep> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(new(value.Stage, value.Share));
    }
}
