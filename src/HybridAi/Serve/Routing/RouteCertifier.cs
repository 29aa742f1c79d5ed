using System.Globalization;
using HybridAi.Learning.Routing;
using HybridAi.Learning.Statistics;
using MathNet.Numerics.Distributions;

namespace HybridAi.Serve.Routing;

/// <summary>
/// Shows which policies of a family hold the floor. They are tested from the safe end to the cheap end, each at the full level, until one fails: so the
/// chance of certifying even one that does not hold is at most one minus the confidence, however many there are. Each test is the exact one for paired
/// answers. A policy with protected slices passes only if it holds within each of them as well.
/// </summary>
/// <remarks>
/// Angelopoulos et al. 2021, "Learn then Test", section 4 (fixed-sequence testing). Which of those shown is taken is free, since all of them are shown together:
/// of those that would probably be shown again on as many fresh rows the cheapest, or a more accurate one that costs hardly more.
/// </remarks>
internal sealed class RouteCertifier(PolicyFamily family, bool[] referenceRight, double referencePrice, IReadOnlyList<RouteRow> rows, RouteSettings settings)
{
    /// <summary>Of the reference's cost, what a more accurate policy may cost more than the cheapest: the last savings are small and buy risk.</summary>
    private const double HardlyMore = 0.02;

    private const string CrossFitted =
        "Every row was judged by policies made without its fold: by a student, weights, thresholds and a choice of tiers that had not seen it. Policies were tested "
        + "from safe to cheap until one failed, each by the exact test for paired answers. What goes live was made in the same way from all rows; that this makes it no "
        + "worse is assumed.";

    private const string HeldOut =
        "One half of the rows made the policies, the other half judged them, and what goes live is exactly what was judged. Policies were tested from safe to cheap "
        + "until one failed, each by the exact test for paired answers: the guarantee holds for any number of rows.";

    private const string Both = " It holds for inputs like those rows; neither drift nor mistakes of the reviewers are covered.";

    private readonly IReadOnlyList<string> _slices = [.. rows.SelectMany(row => row.Slices ?? []).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Tests the policies at these places, in their order.</summary>
    /// <param name="places">The places worth testing, from safe to cheap.</param>
    /// <returns>The places that hold, and the one to take: -1 where there is none.</returns>
    public (IReadOnlyList<int> Shown, int Taken) Test(IReadOnlyList<int> places)
    {
        var alpha = 1 - settings.Confidence;
        var last = FixedSequence.LastAccepted(places.Select(PValue), alpha);
        int[] shown = [.. places.Take(last + 1)];
        // The difference seen again would be off by the luck of both samples: by √2 standard errors of one.
        var again = 1 - Normal.CDF(0, 1, Normal.InvCDF(0, 1, settings.Confidence) * Math.Sqrt(2));
        int[] lasting = [.. shown.Where(place => PValue(place) <= again)];
        if (lasting.Length == 0) return (shown, shown.Length == 0 ? -1 : shown.MinBy(PValue));
        var most = lasting.Min(family.CostOf) + HardlyMore * referencePrice;
        return (shown, lasting.Where(place => family.CostOf(place) <= most).MaxBy(place => Differences(place, null).Mean));
    }

    /// <summary>The certificate of a policy that was shown.</summary>
    public RouteCertificate Certify(int place) => Of(place, CertificateState.Certified, null);

    /// <summary>Why nothing was shown, by the policy that came nearest to it.</summary>
    public RouteCertificate Refuse(IReadOnlyList<int> places)
    {
        var nearest = places.MinBy(PValue);
        var seen = Differences(nearest, null);
        return PairedVerdict.Of(seen, settings.Margin, OverallConfidence) == CertificateState.Refused
            ? Of(nearest, CertificateState.Refused, null)
            : Of(nearest, CertificateState.NotEnoughData, PairedVerdict.RowsThatWouldDo(seen, settings.Margin, OverallConfidence));
    }

    private RouteCertificate Of(int place, CertificateState state, int? needed)
    {
        var (seen, slices) = (Differences(place, null), _slices.Select(slice => OfSlice(place, slice)).ToList());
        return new(
            state, settings, seen.Rows, seen.Wins, seen.Losses, MatchedPairsTest.Lower(seen, OverallConfidence),
            MatchedPairsTest.PValue(seen, settings.Margin), needed, slices, (settings.Showing == Showing.HeldOut ? HeldOut : CrossFitted) + Both,
            ReasonFor(state, seen, needed, slices));
    }

    // The overall claim and each slice share the level evenly: what is said of each holds for all together.
    private double OverallConfidence => 1 - (1 - settings.Confidence) / (_slices.Count + 1);

    private double SliceMargin => settings.SliceMargin ?? settings.Margin;

    // The largest of all, after the correction for their number: each claim must hold.
    private double PValue(int place) => Math.Min(1, (_slices.Count + 1) * Math.Max(
        MatchedPairsTest.PValue(Differences(place, null), settings.Margin),
        _slices.Select(slice => MatchedPairsTest.PValue(Differences(place, slice), SliceMargin)).DefaultIfEmpty(0).Max()));

    private SliceCertificate OfSlice(int place, string slice)
    {
        var seen = Differences(place, slice);
        var held = MatchedPairsTest.Shows(seen, SliceMargin, OverallConfidence);
        return new(
            slice, seen.Rows, seen.Mean, MatchedPairsTest.Lower(seen, OverallConfidence), held,
            held ? null : MatchedPairsTest.RowsNeeded(seen, SliceMargin, OverallConfidence));
    }

    private PairedDifferences Differences(int place, string? slice)
    {
        var (all, wins, losses) = (0, 0, 0);
        for (var i = 0; i < family.Judged.Length; i++)
        {
            var row = family.Judged[i];
            if (slice is not null && rows[row].Slices?.Contains(slice) != true) continue;
            all++;
            if (family.Outcomes[place][i].Right == referenceRight[row]) continue;
            if (referenceRight[row]) losses++;
            else wins++;
        }

        return new(all, wins, losses);
    }

    private string ReasonFor(CertificateState state, PairedDifferences seen, int? needed, List<SliceCertificate> slices) => state switch
    {
        CertificateState.Certified => string.Create(
            CultureInfo.InvariantCulture,
            $"On {seen.Rows:N0} reviewed rows the route alone is right on {seen.Wins}, the reference alone on {seen.Losses}: shown to lie at most {settings.Margin:P1} below the reference, with {settings.Confidence:P0} confidence."),
        CertificateState.NotEnoughData => string.Create(
            CultureInfo.InvariantCulture,
            $"{seen.Rows:N0} reviewed rows are too few to show it{InSlices(slices)}: about {needed:N0} like these would do. Until then everything goes to the reference."),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"Nothing cheaper than the reference seems to lie within {settings.Margin:P1} of it{InSlices(slices)}: the nearest is off by {seen.Mean:P1} on {seen.Rows:N0} rows. Everything goes to the reference."),
    };

    private static string InSlices(List<SliceCertificate> slices)
        => slices.Where(slice => !slice.Held).Select(slice => slice.Slice).ToList() is { Count: > 0 } open ? $" (slices {string.Join(", ", open)})" : "";
}
