using HybridAi.Learning.Metrics;

namespace HybridAi.Tests.Learning.Metrics;

public sealed class RankingMetricsTests
{
    [Fact]
    public void A_graded_ranking_is_counted_by_hand()
    {
        var metrics = RankingMetrics.Of(["x", "a", "y", "b"], new Dictionary<string, int> { ["a"] = 1, ["b"] = 3, ["c"] = 2, ["y"] = 0 });

        var best = 3 + 2 / Math.Log2(3) + 1 / Math.Log2(4);
        metrics.Ndcg10.ShouldBe((1 / Math.Log2(3) + 3 / Math.Log2(5)) / best, 1e-12);
        metrics.Recall100.ShouldBe(2.0 / 3, 1e-12);
        metrics.Mrr10.ShouldBe(0.5);
    }

    [Fact]
    public void What_stands_below_ten_counts_for_recall_alone_and_below_a_hundred_for_nothing()
    {
        var ranking = Enumerable.Range(1, 200).Select(rank => $"{rank}").ToList();

        RankingMetrics.Of(ranking, new Dictionary<string, int> { ["11"] = 1 }).ShouldBe(new RankingMetrics(0, 1, 0));
        RankingMetrics.Of(ranking, new Dictionary<string, int> { ["101"] = 1 }).ShouldBe(new RankingMetrics(0, 0, 0));
        RankingMetrics.Of(ranking, new Dictionary<string, int> { ["1"] = 1 }).ShouldBe(new RankingMetrics(1, 1, 1));
    }

    [Fact]
    public void Nothing_found_or_nothing_relevant_is_zero()
    {
        RankingMetrics.Of([], new Dictionary<string, int> { ["a"] = 1 }).ShouldBe(default);
        RankingMetrics.Of(["a"], new Dictionary<string, int> { ["a"] = 0 }).ShouldBe(default);
        RankingMetrics.Mean([]).ShouldBe(default);
    }
}
