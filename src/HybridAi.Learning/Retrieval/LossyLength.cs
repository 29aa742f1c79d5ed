using System.Numerics;

namespace HybridAi.Learning.Retrieval;

/// <summary>
/// Lucene's one-byte document length: exact below 40 terms, then four significant bits. BM25 over these lengths gives Lucene's published scores; the ranking
/// hardly differs from that over exact lengths, and a length costs one byte.
/// </summary>
/// <remarks>Lucene, SmallFloat.intToByte4 and byte4ToInt.</remarks>
public static class LossyLength
{
    private const int Exact = 24;

    private static readonly int[] Lengths = [.. Enumerable.Range(0, 256).Select(code => Decoded(code))];

    /// <summary>The byte of a length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public static byte Encode(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return (byte)(length < Exact ? length : Exact + Short(length - Exact));
    }

    /// <summary>The length of a byte.</summary>
    public static int Decode(byte code) => Lengths[code];

    private static int Short(int value)
    {
        var bits = 32 - BitOperations.LeadingZeroCount((uint)value);
        if (bits < 4) return value;
        var shift = bits - 4;
        return (int)((uint)value >> shift) & 7 | (shift + 1) << 3;
    }

    private static int Decoded(int code)
    {
        if (code < Exact) return code;
        var (mantissa, shift) = ((code - Exact) & 7, ((code - Exact) >> 3) - 1);
        var length = shift < 0 ? mantissa : (long)(mantissa | 8) << shift;
        return (int)Math.Min(Exact + length, int.MaxValue);
    }
}
