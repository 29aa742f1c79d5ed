using System.Buffers.Binary;
using System.Globalization;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Datasets;

/// <summary>
/// Which part a record belongs to: a fixed function of its group and the project's seed. Duplicates therefore always stay together, and a
/// record keeps its part when more records come, so what once judged a model never teaches a later one.
/// </summary>
public static class SplitAssignment
{
    /// <summary>The part of every record in the group of this hash.</summary>
    public static Split Of(string groupHash, SplitShares shares)
    {
        var place = Place(groupHash, shares.Seed);
        if (place < shares.Test) return Split.Test;
        return place < shares.Test + shares.Calibration ? Split.Calibration : Split.Train;
    }

    // The first eight bytes of a hash as a fraction: uniform on [0, 1).
    private static double Place(string groupHash, int seed)
    {
        var hash = ContentHash.Of(groupHash, seed.ToString(CultureInfo.InvariantCulture));
        return (BinaryPrimitives.ReadUInt64BigEndian(Convert.FromHexString(hash.AsSpan(0, 16))) >> 11) * Math.Pow(2, -53);
    }
}
