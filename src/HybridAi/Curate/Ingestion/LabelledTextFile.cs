namespace HybridAi.Curate.Ingestion;

/// <summary>One text with its label.</summary>
/// <param name="Text">The text, not empty.</param>
/// <param name="Label">The label, not empty.</param>
/// <param name="Line">Where its row begins, from 1.</param>
public sealed record LabelledText(string Text, string Label, long Line);

/// <summary>Reads a file of labelled texts whole, for evaluation.</summary>
public static class LabelledTextFile
{
    /// <summary>All rows in the order of the file; a fault with file, line, column and reason at the first bad one.</summary>
    /// <param name="path">A CSV, TSV or JSON lines file.</param>
    /// <param name="textColumn">The column that holds the text.</param>
    /// <param name="labelColumn">The column that holds the label.</param>
    /// <param name="hints">What is known of the format; null: nothing.</param>
    /// <param name="options">The bounds; null: the defaults.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public static async Task<Outcome<IReadOnlyList<LabelledText>>> ReadAsync(
        string path, string textColumn, string labelColumn, FormatHints? hints, IngestionOptions? options, CancellationToken cancellation)
    {
        var read = await ColumnsFile.ReadAsync(path, [textColumn, labelColumn], hints, options, cancellation);
        return read.Then(rows => Success.Of<IReadOnlyList<LabelledText>>([.. rows.Select(row => new LabelledText(row.Values[0], row.Values[1], row.Line))]));
    }
}
