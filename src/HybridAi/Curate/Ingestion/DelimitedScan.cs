namespace HybridAi.Curate.Ingestion;

/// <summary>What a scan came to.</summary>
internal enum ScanResult
{
    /// <summary>The bytes ended before the row did.</summary>
    Unfinished,

    /// <summary>The row ends at the scan's position.</summary>
    Ended,

    /// <summary>A quote was never closed, or something other than a delimiter follows a closing one.</summary>
    Broken,
}

/// <summary>Finds the end of a delimited row, and can be continued when more of its bytes are there.</summary>
internal struct DelimitedScan(byte delimiter, byte? quote)
{
    private State _state;

    private enum State
    {
        ValueStart,
        Plain,
        Quoted,
        AfterQuote,
    }

    /// <summary>The next byte to look at, counted from where the bytes begin.</summary>
    public int Position { get; set; }

    /// <summary>Goes on through <paramref name="bytes"/>, which begin where they began last time unless the position was set back.</summary>
    public ScanResult Continue(ReadOnlySpan<byte> bytes, bool atEnd)
    {
        while (Position < bytes.Length)
        {
            var rest = bytes[Position..];
            switch (_state)
            {
                case State.ValueStart when rest[0] == quote:
                    _state = State.Quoted;
                    Position++;
                    break;
                case State.ValueStart or State.Plain:
                    var stop = rest.IndexOfAny(delimiter, (byte)'\r', (byte)'\n');
                    Position += stop < 0 ? rest.Length : stop;
                    _state = State.Plain;
                    if (stop < 0) break;
                    if (rest[stop] != delimiter) return ScanResult.Ended;
                    _state = State.ValueStart;
                    Position++;
                    break;
                case State.Quoted:
                    var close = rest.IndexOf(quote!.Value);
                    Position += close < 0 ? rest.Length : close + 1;
                    if (close >= 0) _state = State.AfterQuote;
                    break;
                case State.AfterQuote when rest[0] == quote:
                    _state = State.Quoted;
                    Position++;
                    break;
                case State.AfterQuote when rest[0] == delimiter:
                    _state = State.ValueStart;
                    Position++;
                    break;
                default:
                    return rest[0] is (byte)'\r' or (byte)'\n' ? ScanResult.Ended : ScanResult.Broken;
            }
        }

        if (!atEnd) return ScanResult.Unfinished;
        return _state == State.Quoted ? ScanResult.Broken : ScanResult.Ended;
    }
}
