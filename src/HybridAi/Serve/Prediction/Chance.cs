using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HybridAi.Serve.Prediction;

/// <summary>Chance that can be drawn again: the same names give the same number, and nobody who does not choose all of them can aim at it.</summary>
internal static class Chance
{
    /// <summary>A number from 0 to 1, drawn evenly.</summary>
    public static double Of(params ReadOnlySpan<string> names)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names)), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) / (ulong.MaxValue + 1.0);
    }
}
