using System.Buffers;
using HybridAi.Curate.Ingestion;

namespace HybridAi.Serve.Batch;

/// <summary>
/// Cuts a file into blocks of whole rows, so that several threads can read rows at once. Rows end where ingestion has them end: a quote may hold line breaks, and a
/// broken quote costs its line alone.
/// </summary>
/// <param name="file">The file; read from its beginning or from where a block ended.</param>
/// <param name="delimiter">What sets values apart; null for JSON lines, where a row is a line.</param>
/// <param name="quote">What encloses values; null where quotes mean nothing.</param>
/// <param name="blockBytes">A block is about so long.</param>
/// <param name="mostRows">No more rows than this in a block.</param>
/// <param name="maxRowBytes">A row longer than this is passed over.</param>
internal sealed class RowBlocks(Stream file, byte? delimiter, byte? quote, int blockBytes, int mostRows, int maxRowBytes)
{
    private byte[] _held = [];
    private int _length;
    private long _offset;
    private long _row = 1;
    private int _number;
    private bool _atEnd;

    /// <summary>Goes on at a row that begins at this byte of the file.</summary>
    public void Seek(long offset, long row)
    {
        file.Seek(offset, SeekOrigin.Begin);
        (_held, _length, _offset, _row, _atEnd) = ([], 0, offset, row, false);
    }

    /// <summary>The next block; null at the end of the file.</summary>
    public async ValueTask<RowBlock?> ReadAsync(CancellationToken cancellation)
    {
        var size = blockBytes;
        while (true)
        {
            await FillAsync(size, cancellation);
            if (_length == 0) return null;
            var rows = new List<RowPlace>();
            var end = Cut(rows);
            if (end > 0) return Take(rows, end);
            if (_length > maxRowBytes) return await PassOverAsync(cancellation);
            size = Math.Max(size, _length) * 2;
        }
    }

    private RowBlock Take(List<RowPlace> rows, int end)
    {
        var taken = _held;
        var left = _length - end;
        _held = ArrayPool<byte>.Shared.Rent(Math.Max(blockBytes, left));
        taken.AsSpan(end, left).CopyTo(_held);
        _length = left;
        _offset += end;
        var block = new RowBlock(_number++, _row, taken, rows, _offset);
        _row += rows.Count;
        return block;
    }

    private async ValueTask FillAsync(int size, CancellationToken cancellation)
    {
        if (_held.Length < size)
        {
            var larger = ArrayPool<byte>.Shared.Rent(size);
            _held.AsSpan(0, _length).CopyTo(larger);
            if (_held.Length > 0) ArrayPool<byte>.Shared.Return(_held);
            _held = larger;
        }

        while (!_atEnd && _length < size)
        {
            var read = await file.ReadAsync(_held.AsMemory(_length), cancellation);
            _atEnd = read == 0;
            _length += read;
        }
    }

    // Notes the rows that end here and returns where the last of them does, with its line break.
    private int Cut(List<RowPlace> rows)
    {
        var bytes = _held.AsSpan(0, _length);
        var (at, end) = (0, 0);
        while (at < bytes.Length && rows.Count < mostRows)
        {
            if (bytes[at] is (byte)'\r' or (byte)'\n')
            {
                end = ++at;
                continue;
            }

            var (length, state) = RowAt(bytes[at..]);
            // A row that reaches the end may go on behind it.
            if (length < 0 || (at + length == bytes.Length && !_atEnd)) break;
            rows.Add(length > maxRowBytes ? new(at, 0, RowState.TooLong) : new(at, length, state));
            at += length;
            end = at;
        }

        return at < bytes.Length && rows.Count >= mostRows ? PassBreaks(bytes, end) : end;
    }

    private static int PassBreaks(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length && bytes[at] is (byte)'\r' or (byte)'\n') at++;
        return at;
    }

    private (int Length, RowState State) RowAt(ReadOnlySpan<byte> bytes)
    {
        if (delimiter is { } apart && quote is { } enclosing && bytes[..LineLength(bytes)].Contains(enclosing))
        {
            var scan = new DelimitedScan(apart, enclosing);
            return scan.Continue(bytes, _atEnd) switch
            {
                ScanResult.Ended => (scan.Position, RowState.Whole),
                ScanResult.Broken => (LineLength(bytes), RowState.Broken),
                _ => (-1, RowState.Whole),
            };
        }

        var line = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        return line >= 0 ? (line, RowState.Whole) : _atEnd ? (bytes.Length, RowState.Whole) : (-1, RowState.Whole);
    }

    private static int LineLength(ReadOnlySpan<byte> bytes) => bytes.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var end ? end : bytes.Length;

    // What is longer than a row may be ends at the next line break, wherever that is.
    private async ValueTask<RowBlock> PassOverAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var found = _held.AsSpan(0, _length).IndexOfAny((byte)'\r', (byte)'\n');
            if (found >= 0) return Take([new(0, 0, RowState.TooLong)], found);
            _offset += _length;
            _length = 0;
            await FillAsync(blockBytes, cancellation);
            if (_length == 0) return Take([new(0, 0, RowState.TooLong)], 0);
        }
    }
}
