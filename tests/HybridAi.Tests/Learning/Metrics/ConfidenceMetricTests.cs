using FsCheck;
using FsCheck.Fluent;
using HybridAi.Learning.Metrics;

namespace HybridAi.Tests.Learning.Metrics;

public sealed class ConfidenceMetricTests
{
    [Fact]
    public void Ece_weighs_each_bin_by_its_rows()
    {
        var curve = ReliabilityCurve.Of([0.1, 0.9, 0.9, 1.0], [false, true, false, true], bins: 10);
        curve.Bins[0].ShouldBe(new ReliabilityBin(0, 0.1, 1, 0.1, 0));
        curve.Bins[8].Count.ShouldBe(2);
        curve.Bins[9].ShouldBe(new ReliabilityBin(0.9, 1, 1, 1, 1));
        curve.Ece.ShouldBe((0.1 + 0.8 + 0) / 4, 1e-12);
    }

    [Fact]
    public void A_confidence_outside_zero_and_one_is_refused() =>
        Should.Throw<ArgumentException>(() => ReliabilityCurve.Of([1.5], [true]));

    [Fact]
    public void Auroc_counts_ties_half()
    {
        Auroc.Of([0.1, 0.4, 0.35, 0.8], [false, false, true, true]).ShouldBe(0.75);
        Auroc.Of([1, 1, 1, 1], [false, true, false, true]).ShouldBe(0.5);
        Auroc.Of([1, 2, 2, 3], [false, false, true, true]).ShouldBe(0.875);
    }

    [Fact]
    public void Auroc_of_one_class_is_undefined() => Auroc.Of([1, 2], [true, true]).ShouldBeNull();

    [Fact]
    public void Auroc_equals_the_share_of_ordered_pairs() => Prop.ForAll<(byte Score, bool Positive)[]>(rows =>
    {
        rows ??= [];
        var positives = rows.Where(row => row.Positive).ToList();
        var negatives = rows.Where(row => !row.Positive).ToList();
        var auroc = Auroc.Of([.. rows.Select(row => (double)row.Score)], [.. rows.Select(row => row.Positive)]);
        if (positives.Count == 0 || negatives.Count == 0) return auroc is null;
        var pairs = positives.Sum(p => negatives.Sum(n => p.Score > n.Score ? 1 : p.Score == n.Score ? 0.5 : 0));
        return Math.Abs(auroc!.Value - pairs / positives.Count / negatives.Count) < 1e-9;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Coverage_takes_the_lowest_threshold_that_holds_the_precision()
    {
        var covered = CoverageAtPrecision.Of([0.9, 0.8, 0.7, 0.6, 0.5], [true, true, false, true, false], 0.75);
        covered.ShouldBe(new CoverageAtPrecision(0.8, 0.6, 0.75));
    }

    [Fact]
    public void Rows_of_equal_score_are_answered_together() =>
        CoverageAtPrecision.Of([0.9, 0.5, 0.5], [true, true, false], 0.9).ShouldBe(new CoverageAtPrecision(1 / 3.0, 0.9, 1));

    [Fact]
    public void When_no_threshold_holds_nothing_is_covered() =>
        CoverageAtPrecision.Of([0.9, 0.8], [false, true], 0.9).ShouldBe(new CoverageAtPrecision(0, double.PositiveInfinity, null));
}
