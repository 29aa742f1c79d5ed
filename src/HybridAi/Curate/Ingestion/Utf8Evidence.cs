using System.Buffers;
using System.Text;

namespace HybridAi.Curate.Ingestion;

/// <summary>Looks through bytes, chunk by chunk, for what speaks for and against their being UTF-8.</summary>
internal sealed class Utf8Evidence
{
    // Bytes that windows-1252 leaves undefined, and y with diaeresis, which is far oftener a stray 0xFF than a letter.
    private static readonly SearchValues<byte> NotWestern = SearchValues.Create([0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xFF]);

    private readonly byte[] _carried = new byte[4];
    private int _carriedLength;
    private bool _valid;
    private bool _invalid;
    private bool _notWestern;

    /// <summary>
    /// Whether the bytes are far more likely windows-1252: some are not UTF-8, none is part of a character that only UTF-8 would write so,
    /// and windows-1252 has a character for each.
    /// </summary>
    public bool IsRatherWestern => _invalid && !_valid && !_notWestern;

    /// <summary>Looks at the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> chunk)
    {
        if (_valid || _notWestern) return;
        while (_carriedLength > 0 && chunk.Length > 0)
        {
            _carried[_carriedLength++] = chunk[0];
            chunk = chunk[1..];
            var length = _carriedLength;
            _carriedLength = 0;
            Look(_carried.AsSpan(0, length));
        }

        Look(chunk);
    }

    /// <summary>No bytes follow.</summary>
    public void Complete()
    {
        if (_carriedLength > 0) _invalid = true;
        _notWestern |= _carried.AsSpan(0, _carriedLength).ContainsAny(NotWestern);
    }

    private void Look(ReadOnlySpan<byte> bytes)
    {
        while (!_valid)
        {
            var high = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (high < 0) return;
            bytes = bytes[high..];
            var status = Rune.DecodeFromUtf8(bytes, out _, out var length);
            if (status == OperationStatus.NeedMoreData)
            {
                bytes.CopyTo(_carried);
                _carriedLength = bytes.Length;
                return;
            }

            if (status == OperationStatus.Done)
            {
                _valid = true;
                return;
            }

            _invalid = true;
            _notWestern |= bytes[..length].ContainsAny(NotWestern);
            bytes = bytes[length..];
        }
    }
}
