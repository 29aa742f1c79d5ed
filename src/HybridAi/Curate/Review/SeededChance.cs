using System.Buffers.Binary;
using System.Globalization;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>Chance that can be told again: a place on [0, 1), uniform over names, that a seed and a name fix for all time.</summary>
internal static class SeededChance
{
    /// <summary>The place of what these parts name.</summary>
    public static double Of(int seed, string purpose, params ReadOnlySpan<string> parts)
    {
        var hash = ContentHash.Of([seed.ToString(CultureInfo.InvariantCulture), purpose, .. parts]);
        return (BinaryPrimitives.ReadUInt64BigEndian(Convert.FromHexString(hash.AsSpan(0, 16))) >> 11) * Math.Pow(2, -53);
    }
}
