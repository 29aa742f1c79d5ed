namespace HybridAi.Curate.Ingestion;

/// <summary>How values are set apart and enclosed.</summary>
/// <param name="Delimiter">What sets them apart.</param>
/// <param name="Quote">What encloses them; null where quotes mean nothing.</param>
internal sealed record Dialect(char Delimiter, char? Quote);

/// <summary>Chooses the dialect in which most of the first rows have as many values as the header, quotes respected.</summary>
internal static class DelimiterDetection
{
    private const int MaxRows = 100;

    /// <summary>The characters that are tried.</summary>
    public const string Delimiters = ",;\t|";

    /// <summary>The dialect of <paramref name="sample"/>, the file's first bytes in UTF-8.</summary>
    public static async Task<Dialect> DetectAsync(
        byte[] sample, bool isWhole, FormatHints hints, List<string> notes, CancellationToken cancellation)
    {
        var delimiters = hints.Delimiter?.ToString() ?? (hints.Format == SourceFormat.Tsv ? "\t" : Delimiters);
        char?[] quotes = hints.Quote is { } known ? [known == '\0' ? null : known] : ['"', '\''];
        var best = new Reading(new Dialect(delimiters[0], quotes[0]), 1, 0, 0, 0, false, false);
        foreach (var quote in quotes)
        {
            foreach (var delimiter in delimiters)
            {
                var reading = await ReadAsync(sample, isWhole, new Dialect(delimiter, quote), cancellation);

                // Apostrophes are everywhere: they enclose values only where they do so in every row.
                if (quote == '\'' && hints.Quote is null && !reading.QuotesEveryRow) continue;
                if (reading.IsBetterThan(best)) best = reading;
            }
        }

        if (hints.Quote is not null) return best.Dialect;
        if (best.Dialect is { Delimiter: '\t', Quote: '"' } && best.Broken > best.Quoted)
        {
            notes.Add("Quotes stand in the values without enclosing them, so they were read as plain characters.");
            return best.Dialect with { Quote = null };
        }

        return best.Dialect;
    }

    private static async Task<Reading> ReadAsync(byte[] sample, bool isWhole, Dialect dialect, CancellationToken cancellation)
    {
        var source = new Utf8Source(() => new MemoryStream(sample, writable: false), "utf-8");
        await using var rows = new DelimitedRowReader(source, sample.Length + 1, (byte)dialect.Delimiter, (byte?)dialect.Quote);
        int columns = 0, agreeing = 0, broken = 0, quoted = 0;
        var singleQuotedHeader = false;
        while (rows.Rows < MaxRows && await rows.ReadAsync(cancellation))
        {
            // The last row of a part of a file may be cut off.
            if (!isWhole && rows.EndsSource && rows.Rows > 1) break;
            if (rows.Rows == 1)
            {
                columns = rows.Cells.Count;
                singleQuotedHeader = columns > 0 && rows.Cells.All(cell => cell.Value is ['\'', .., '\'']);
            }

            if (rows.Fault is not null) broken++;
            else if (rows.Cells.Count == columns) agreeing++;
            quoted += rows.QuotedValues;
        }

        var agreement = rows.Rows == 0 ? 0 : (double)agreeing / rows.Rows;
        return new Reading(dialect, columns, agreement, broken, quoted, quoted >= rows.Rows, singleQuotedHeader);
    }

    // How well a dialect fits: values in the first row, share of rows with as many, rows with broken quotes, values in quotes.
    private sealed record Reading(
        Dialect Dialect, int Columns, double Agreement, int Broken, int Quoted, bool QuotesEveryRow, bool SingleQuotedHeader)
    {
        public bool IsBetterThan(Reading other)
        {
            if (Columns < 2) return false;
            if (other.Columns < 2) return true;
            if (Dialect.Delimiter == other.Dialect.Delimiter && other.SingleQuotedHeader) return Dialect.Quote == '\'';
            return (Agreement, Columns).CompareTo((other.Agreement, other.Columns)) > 0;
        }
    }
}
