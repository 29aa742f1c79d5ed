using HybridAi.Learning.Statistics;

namespace HybridAi.Serve.Routing;

/// <summary>What paired answers of a route and its reference show of the floor.</summary>
internal static class PairedVerdict
{
    /// <summary>Shown to hold, below the floor for certain, or only by what chance may do to so few rows.</summary>
    public static CertificateState Of(PairedDifferences seen, double margin, double confidence)
        => MatchedPairsTest.Shows(seen, margin, confidence) ? CertificateState.Certified
            : seen.Rows > 0 && MatchedPairsTest.Upper(seen, confidence) < -margin ? CertificateState.Refused : CertificateState.NotEnoughData;

    /// <summary>
    /// About how many rows in all would do, if they are like these. Where the rows seen lie below the floor they can't be what is hoped for: then as for a route
    /// that differs as often, and as often for the better.
    /// </summary>
    public static int RowsThatWouldDo(PairedDifferences seen, double margin, double confidence) => Math.Max(
        seen.Rows + 1,
        MatchedPairsTest.RowsNeeded(seen, margin, confidence)
            ?? MatchedPairsTest.RowsNeeded(new(seen.Rows, seen.Differing / 2, seen.Differing / 2), margin, confidence) ?? int.MaxValue);
}
