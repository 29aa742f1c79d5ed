namespace HybridAi.Curate.Ingestion;

/// <summary>
/// A bounded view that moves over a stream of UTF-8 and knows on which line it is. It holds the bytes from the present row on, never
/// more than its limit, and is set back by opening the stream once more.
/// </summary>
internal sealed class ByteWindow(Func<Stream> open, int limit) : IAsyncDisposable
{
    private const int FirstSize = 64 * 1024;
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    private byte[] _bytes = new byte[Math.Min(FirstSize, limit)];
    private Stream _stream = open();
    private int _start;
    private int _end;
    private bool _afterCarriageReturn;

    /// <summary>Where the held bytes begin, counted from the beginning of the stream.</summary>
    public long Offset { get; private set; }

    /// <summary>The physical line on which the held bytes begin, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>The bytes held.</summary>
    public ReadOnlySpan<byte> Held => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Whether the stream has no more bytes than those held.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>Whether as many bytes are held as ever may be.</summary>
    public bool IsFull => _end - _start >= limit;

    /// <summary>How much memory the window takes.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>Reads more bytes after those held; false when there are no more or no room for them.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        if (AtEnd || IsFull) return false;
        if (_end == _bytes.Length) MakeRoom();
        var read = await _stream.ReadAsync(_bytes.AsMemory(_end), cancellation);
        _end += read;
        AtEnd = read == 0;
        return read > 0;
    }

    /// <summary>Lets go of the first <paramref name="count"/> bytes held.</summary>
    public void Advance(int count)
    {
        if (count == 0) return;
        var passed = Held[..count];
        Line += LineBreaks(passed, _afterCarriageReturn);
        _afterCarriageReturn = passed[^1] == CarriageReturn;
        _start += count;
        Offset += count;
        if (_start == _end) _start = _end = 0;
    }

    /// <summary>The line on which the byte at <paramref name="index"/> of those held stands.</summary>
    public long LineAt(int index) => Line + LineBreaks(Held[..index], _afterCarriageReturn);

    /// <summary>Passes over line breaks; false when nothing follows them.</summary>
    public async ValueTask<bool> PassLineBreaksAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var other = Held.IndexOfAnyExcept(CarriageReturn, LineFeed);
            Advance(other < 0 ? Held.Length : other);
            if (other >= 0) return true;
            if (!await FillAsync(cancellation)) return false;
        }
    }

    /// <summary>Passes over the rest of the physical line, however long it is, and stops before its line break.</summary>
    public async ValueTask PassLineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var lineBreak = Held.IndexOfAny(CarriageReturn, LineFeed);
            Advance(lineBreak < 0 ? Held.Length : lineBreak);
            if (lineBreak >= 0 || !await FillAsync(cancellation)) return;
        }
    }

    /// <summary>Goes back to <paramref name="offset"/> on <paramref name="line"/>, a place before a line break that was passed.</summary>
    public async ValueTask GoBackAsync(long offset, long line, CancellationToken cancellation)
    {
        await _stream.DisposeAsync();
        _stream = open();
        (_start, _end, AtEnd, Offset) = (0, 0, false, 0);
        if (_stream.CanSeek)
        {
            _stream.Seek(offset, SeekOrigin.Current);
            Offset = offset;
        }

        while (Offset < offset && (Held.Length > 0 || await FillAsync(cancellation)))
        {
            Advance((int)Math.Min(offset - Offset, Held.Length));
        }

        (Line, _afterCarriageReturn) = (line, false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    // CR, LF and CRLF are one break each; a CRLF may lie across two calls.
    private static int LineBreaks(ReadOnlySpan<byte> bytes, bool afterCarriageReturn)
    {
        var breaks = bytes.Count(LineFeed);
        if (afterCarriageReturn && bytes.Length > 0 && bytes[0] == LineFeed) breaks--;
        for (int at; (at = bytes.IndexOf(CarriageReturn)) >= 0; bytes = bytes[(at + 1)..])
        {
            if (at + 1 == bytes.Length || bytes[at + 1] != LineFeed) breaks++;
        }

        return breaks;
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        var target = held > _bytes.Length / 2 ? new byte[(int)Math.Min(_bytes.Length * 2L, limit)] : _bytes;
        Held.CopyTo(target);
        (_bytes, _start, _end) = (target, 0, held);
    }
}
