using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace HybridAi.Curate.Ingestion;

/// <summary>What a value is in the file.</summary>
public enum CellKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A number or truth value of JSON, as it is written there.</summary>
    Plain,

    /// <summary>An object or array of JSON, as it is written there.</summary>
    Nested,
}

/// <summary>One value of a row; null and empty stand for nothing.</summary>
/// <param name="Column">Its column.</param>
/// <param name="Value">The value.</param>
/// <param name="Kind">What it is in the file.</param>
public readonly record struct Cell(string Column, string? Value, CellKind Kind);

/// <summary>Why a row can't be used.</summary>
/// <param name="Code">Stable, lower case with dashes.</param>
/// <param name="Reason">One sentence for a person, without the row's text.</param>
/// <param name="Column">The column it is about; null where it is about the row.</param>
public sealed record RowFault(string Code, string Reason, string? Column = null);

/// <summary>
/// Reads a file row by row and never stops for a bad one: such a row carries a fault, and the reader goes on behind it. What it hands
/// out is valid until the next row is read.
/// </summary>
public abstract class RowReader : IAsyncDisposable
{
    internal const int MaxColumns = 1_000;
    internal const int ExcerptCharacters = 200;

    // Room behind the longest row for what ends it.
    private const int Slack = 4;

    private readonly Utf8Source _source;
    private readonly int _maxRowBytes;
    private readonly List<Cell> _cells = [];
    private string? _excerptOfBad;
    private int _length;

    private protected RowReader(Utf8Source source, int maxRowBytes)
    {
        (_source, _maxRowBytes) = (source, maxRowBytes);
        Window = new ByteWindow(source.Open, maxRowBytes + Slack);
    }

    /// <summary>The line on which the present row begins, from 1.</summary>
    public long Line { get; private protected set; }

    /// <summary>How many rows were read, the bad ones included and a header not.</summary>
    public long Rows { get; private protected set; }

    /// <summary>The present row's values by column; empty where the row has a fault.</summary>
    public IReadOnlyList<Cell> Cells => _cells;

    /// <summary>Why the present row can't be used; null where it can.</summary>
    public RowFault? Fault { get; private set; }

    /// <summary>The beginning of the present row as it stands in the file, for a person to find it by.</summary>
    public string Excerpt => _excerptOfBad ?? ExcerptOf(Window.Held[.._length]);

    /// <summary>How many bytes of the file lie before the present row; an estimate where the file is not UTF-8.</summary>
    internal long Position => _source.PlaceOf(Window.Offset);

    internal int BufferBytes => Window.Capacity;

    private protected ByteWindow Window { get; }

    /// <summary>Goes to the next row; false when there is none.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        do
        {
            Window.Advance(_length);
            (_length, Fault, _excerptOfBad) = (0, null, null);
            _cells.Clear();
            if (!await Window.PassLineBreaksAsync(cancellation)) return false;
            Line = Window.Line;
            await ReadRowAsync(cancellation);
        }
        while (Fault is null && IsBlank(Window.Held[.._length]));
        Rows++;
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Window.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The present row's value in <paramref name="column"/>; null where the row has none.</summary>
    public Cell? Find(string column)
    {
        foreach (var cell in _cells)
        {
            if (cell.Column == column) return cell;
        }

        return null;
    }

    // Begins at the row's first byte and ends in Take or Reject.
    private protected abstract ValueTask ReadRowAsync(CancellationToken cancellation);

    private protected abstract RowFault? Parse(ReadOnlySpan<byte> row, List<Cell> cells);

    private protected virtual bool IsBlank(ReadOnlySpan<byte> row) => false;

    // The column in which a byte of the row stands, where that can be said.
    private protected virtual string? ColumnAt(ReadOnlySpan<byte> row, int index) => null;

    private protected bool IsTooLong(int length) => length > _maxRowBytes;

    private protected RowFault TooLong() => new("row-too-long", $"The row is longer than {_maxRowBytes:N0} bytes.");

    private protected void Take(int length)
    {
        _length = length;
        var row = Window.Held[..length];
        if (IsTooLong(length)) Reject(TooLong());
        else if (IsBlank(row)) return;
        else if (row.Contains((byte)0)) Reject(new RowFault("nul-byte", "The row holds a NUL byte."));
        else if (!Utf8.IsValid(row)) Reject(InvalidBytes(row));
        else if (_source.HasUndecodable(row)) Reject(new RowFault("invalid-encoding", $"The row holds bytes that are not valid {_source.Encoding}."));
        else if (Parse(row, _cells) is { } fault) Reject(fault);
    }

    private protected void Reject(RowFault fault)
    {
        _cells.Clear();
        Fault = fault;
        _excerptOfBad ??= ExcerptOf(Window.Held[.._length]);
    }

    // For rows whose bytes are passed over before it is known what is wrong with them.
    private protected void KeepExcerpt()
    {
        var end = Window.Held.IndexOfAny((byte)'\r', (byte)'\n');
        _excerptOfBad = ExcerptOf(end < 0 ? Window.Held : Window.Held[..end]);
    }

    private RowFault InvalidBytes(ReadOnlySpan<byte> row)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(row[at..], out _, out var length) == OperationStatus.Done) at += length;
        var place = _source.PlaceOf(Window.Offset + at);
        return new RowFault("invalid-encoding", $"The byte 0x{row[at]:X2} at offset {place} of the file is not valid UTF-8.", ColumnAt(row, at));
    }

    private static string ExcerptOf(ReadOnlySpan<byte> row)
    {
        var text = Encoding.UTF8.GetString(row[..Math.Min(row.Length, ExcerptCharacters * 4)]);
        return Shorten(text);
    }

    internal static string Shorten(string text, int length = ExcerptCharacters)
    {
        if (text.Length <= length) return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
