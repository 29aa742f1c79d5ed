using HybridAi.Learning.Metrics;

namespace HybridAi.Tests.Learning.Metrics;

public sealed class AveragePrecisionTests
{
    [Fact]
    public void It_is_the_mean_of_the_precisions_at_each_positive()
        => AveragePrecision.Of([0.9, 0.8, 0.7, 0.6], [true, false, true, false])!.Value.ShouldBe((1.0 + 2.0 / 3) / 2, 1e-12);

    [Fact]
    public void Positives_on_top_give_one_and_none_gives_nothing()
    {
        AveragePrecision.Of([3, 2, 1], [true, true, false]).ShouldBe(1);
        AveragePrecision.Of([3, 2, 1], [false, false, false]).ShouldBeNull();
    }

    [Fact]
    public void Equal_scores_give_the_share_of_positives_in_whatever_order()
    {
        AveragePrecision.Of([1, 1, 1, 1], [true, false, false, false]).ShouldBe(0.25);
        AveragePrecision.Of([1, 1, 1, 1], [false, false, false, true]).ShouldBe(0.25);
    }

    [Fact]
    public void Lengths_that_differ_are_refused() => Should.Throw<ArgumentException>(() => AveragePrecision.Of([1, 2], [true]));
}
