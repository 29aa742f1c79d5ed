using System.Text;

namespace HybridAi.Curate.Ingestion;

/// <summary>
/// Reads delimited rows (RFC 4180 with any delimiter). Where a quote is broken, only its row is lost: reading goes on at the next
/// physical line, where what looks like the rest of the broken row is refused too.
/// </summary>
internal sealed class DelimitedRowReader(Utf8Source source, int maxRowBytes, byte delimiter, byte? quote) : RowReader(source, maxRowBytes)
{
    private readonly List<Value> _values = [];
    private IReadOnlyList<string>? _columns;
    private long _doubtfulUntil;
    private bool _endOfBrokenIsOpen;

    /// <summary>Whether the present row goes on to the very end of the source, where it may be cut off.</summary>
    public bool EndsSource { get; private set; }

    /// <summary>How many values of the present row are enclosed in quotes.</summary>
    public int QuotedValues => Fault is null ? _values.Count(value => value.Quoted) : 0;

    /// <summary>Names the columns, of which every further row must have a value each; counts rows from here.</summary>
    public void UseColumns(IReadOnlyList<string> columns) => (_columns, Rows) = (columns, 0);

    private protected override async ValueTask ReadRowAsync(CancellationToken cancellation)
    {
        var scan = new DelimitedScan(delimiter, quote);
        ScanResult result;
        while ((result = scan.Continue(Window.Held, Window.AtEnd)) == ScanResult.Unfinished && !Window.IsFull)
        {
            await Window.FillAsync(cancellation);
        }

        EndsSource = Window.AtEnd && scan.Position == Window.Held.Length;
        switch (result)
        {
            case ScanResult.Ended:
                Take(scan.Position);
                break;
            case ScanResult.Broken:
                _doubtfulUntil = Math.Max(_doubtfulUntil, Window.LineAt(scan.Position));
                _endOfBrokenIsOpen = true;
                KeepExcerpt();
                await Window.PassLineAsync(cancellation);
                Reject(BrokenQuote());
                break;
            default:
                KeepExcerpt();
                await PassOverAsync(scan, cancellation);
                break;
        }
    }

    private protected override RowFault? Parse(ReadOnlySpan<byte> row, List<Cell> cells)
    {
        Split(row);
        if (MayEndBrokenRow(row)) return BrokenQuote();
        if (_columns is not null && _columns.Count != _values.Count)
        {
            return new RowFault("wrong-field-count", $"The row has {_values.Count} values where there are {_columns.Count} columns.");
        }

        for (var i = 0; i < _values.Count; i++)
        {
            var text = Encoding.UTF8.GetString(row.Slice(_values[i].Start, _values[i].Length));
            if (_values[i].Doubled) text = text.Replace(new string((char)quote!, 2), ((char)quote).ToString(), StringComparison.Ordinal);
            cells.Add(new Cell(_columns is null ? ColumnName(i) : _columns[i], text, CellKind.Text));
        }

        return null;
    }

    private protected override string? ColumnAt(ReadOnlySpan<byte> row, int index)
    {
        Split(row);
        var value = _values.FindLastIndex(found => found.Start <= index);
        return _columns is not null && value >= 0 && value < _columns.Count ? _columns[value] : null;
    }

    /// <summary>The name of a column that has none.</summary>
    public static string ColumnName(int index) => $"column{index + 1}";

    // The row is longer than may be held: its end is looked for without keeping it. A quote that turns out to be broken means that the
    // row was never that long, and reading goes back to its second line.
    private async ValueTask PassOverAsync(DelimitedScan scan, CancellationToken cancellation)
    {
        long? secondLine = null;
        ScanResult result;
        do
        {
            var lineBreak = Window.Held[..scan.Position].IndexOfAny((byte)'\r', (byte)'\n');
            if (lineBreak >= 0) secondLine ??= Window.Offset + lineBreak;
            Window.Advance(scan.Position);
            scan.Position = 0;
            await Window.FillAsync(cancellation);
            result = scan.Continue(Window.Held, Window.AtEnd);
        }
        while (result == ScanResult.Unfinished);

        if (result == ScanResult.Broken && secondLine is { } back)
        {
            _doubtfulUntil = Math.Max(_doubtfulUntil, Window.LineAt(scan.Position));
            await Window.GoBackAsync(back, Line, cancellation);
            Reject(BrokenQuote());
            return;
        }

        Window.Advance(scan.Position);
        if (result == ScanResult.Broken) await Window.PassLineAsync(cancellation);
        Reject(TooLong());
    }

    // Expects a row that a scan found whole: every quote that opens also closes.
    private void Split(ReadOnlySpan<byte> row)
    {
        _values.Clear();
        for (var at = 0; ; at++)
        {
            var start = at;
            if (at < row.Length && row[at] == quote)
            {
                var doubled = false;
                for (at = ++start; ; at += 2, doubled = true)
                {
                    at += row[at..].IndexOf(quote.Value);
                    if (at + 1 == row.Length || row[at + 1] != quote) break;
                }

                _values.Add(new Value(start, at - start, Quoted: true, doubled));
                at++;
            }
            else
            {
                var length = row[at..].IndexOf(delimiter);
                at = length < 0 ? row.Length : at + length;
                _values.Add(new Value(start, at - start, Quoted: false, Doubled: false));
            }

            if (at == row.Length) return;
        }
    }

    // Lines behind a broken quote may be the rest of what it enclosed. Those that were scanned as such are refused for any stray quote;
    // further on, until a row with a sound quote, the first value that ends in one is. Rather a good row rejected than a false one taken.
    private bool MayEndBrokenRow(ReadOnlySpan<byte> row)
    {
        if (quote is null || (!_endOfBrokenIsOpen && Line > _doubtfulUntil)) return false;
        foreach (var (start, length, quoted, _) in _values)
        {
            var value = row.Slice(start, length);
            if (quoted) _endOfBrokenIsOpen = false;
            else if ((Line <= _doubtfulUntil && value.Contains(quote.Value)) || (_endOfBrokenIsOpen && value.EndsWith(quote.Value)))
            {
                _endOfBrokenIsOpen = false;
                return true;
            }
        }

        return false;
    }

    private static RowFault BrokenQuote()
        => new("broken-quote", "A quote is opened and not closed, or something other than a delimiter follows a closing one.");

    private readonly record struct Value(int Start, int Length, bool Quoted, bool Doubled);
}
