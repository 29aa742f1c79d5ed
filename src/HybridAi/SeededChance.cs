using System.Buffers.Binary;
using System.Globalization;
using HybridAi.Storage;

namespace HybridAi;

/// <summary>Chance that can be told again: a place on [0, 1), uniform over names, that the names fix for all time.</summary>
internal static class SeededChance
{
    /// <summary>The place of what these names name; nobody who does not choose all of them can aim at it.</summary>
    public static double Of(params ReadOnlySpan<string> names)
        => (BinaryPrimitives.ReadUInt64BigEndian(Convert.FromHexString(ContentHash.Of(names).AsSpan(0, 16))) >> 11) * Math.Pow(2, -53);

    /// <summary>The place of what these parts name for one purpose; another seed is another place.</summary>
    public static double Of(int seed, string purpose, params ReadOnlySpan<string> parts)
        => Of([seed.ToString(CultureInfo.InvariantCulture), purpose, .. parts]);
}
