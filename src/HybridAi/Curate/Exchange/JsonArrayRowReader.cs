using System.Buffers;
using HybridAi.Curate.Ingestion;

namespace HybridAi.Curate.Exchange;

/// <summary>
/// Reads the objects of one JSON array, however they are laid out, an object in memory at a time. An object that is broken inside is one bad row; where
/// something else stands between objects, the rest of its line is.
/// </summary>
internal sealed class JsonArrayRowReader(Utf8Source source, int maxRowBytes) : JsonLinesRowReader(source, maxRowBytes)
{
    private static readonly SearchValues<byte> Between = SearchValues.Create(" \t\r\n,[]"u8);

    private protected override async ValueTask ReadRowAsync(CancellationToken cancellation)
    {
        if (!await PassBetweenAsync(cancellation))
        {
            Take(0);
            return;
        }

        Line = Window.Line;
        var scan = new ObjectScan();
        while (!scan.Continue(Window.Held) && !scan.IsStray && await Window.FillAsync(cancellation))
        {
        }

        if (scan.IsWhole || (Window.AtEnd && !scan.IsStray))
        {
            Take(scan.Position);
            return;
        }

        KeepExcerpt();
        if (scan.IsStray) await Window.PassLineAsync(cancellation);
        else await PassOverAsync(scan, cancellation);
        Reject(scan.IsStray ? new("malformed-json", "Here stands something other than an object of the array.") : TooLong());
    }

    private async ValueTask<bool> PassBetweenAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var other = Window.Held.IndexOfAnyExcept(Between);
            Window.Advance(other < 0 ? Window.Held.Length : other);
            if (other >= 0) return true;
            if (!await Window.FillAsync(cancellation)) return false;
        }
    }

    private async ValueTask PassOverAsync(ObjectScan scan, CancellationToken cancellation)
    {
        do
        {
            Window.Advance(scan.Position);
            scan.Position = 0;
        }
        while (!scan.IsWhole && await Window.FillAsync(cancellation) && (!scan.Continue(Window.Held) || scan.Position > 0));
    }

    /// <summary>Finds the end of an object and can be continued when more bytes are there.</summary>
    private sealed class ObjectScan
    {
        private int _depth;
        private bool _inText;
        private bool _escaped;

        public int Position { get; set; }

        public bool IsWhole { get; private set; }

        public bool IsStray { get; private set; }

        public bool Continue(ReadOnlySpan<byte> bytes)
        {
            for (; Position < bytes.Length && !IsWhole && !IsStray; Position++)
            {
                var value = bytes[Position];
                if (_escaped) _escaped = false;
                else if (_inText) (_escaped, _inText) = (value == '\\', value != '"');
                else if (value == '"') _inText = true;
                else if (value is (byte)'{' or (byte)'[') _depth++;
                else if (value is (byte)'}' or (byte)']') IsWhole = --_depth == 0;
                IsStray = _depth == 0 && !IsWhole;
            }

            return IsWhole;
        }
    }
}
