using HybridAi.Llm.Gateway;

namespace HybridAi.Tests.Llm.Gateway;

public sealed class SemanticThresholdTests
{
    [Fact]
    public void The_lowest_similarity_that_is_shown_is_chosen_and_its_bound_said()
    {
        var evidence = SemanticThreshold.Choose(Pairs(6_000, 1, wrongBelow: 0.6), 0.02, 0.95, seed: 1).Value;

        evidence.Threshold.ShouldBeInRange(0.57, 0.62, "below 0.6 every hit is wrong");
        evidence.FalseHitBound.ShouldBeLessThanOrEqualTo(0.02);
        (evidence.Pairs, evidence.TestedPairs, evidence.MaxFalseHitRate, evidence.Confidence).ShouldBe((6_000, 4_000, 0.02, 0.95));
        evidence.ExpectedHitRate.ShouldBe((double)evidence.Hits / 4_000);
        evidence.ExpectedHitRate.ShouldBeInRange(0.37, 0.44);
    }

    [Fact]
    public void The_bound_holds_in_all_but_the_few_draws_that_the_confidence_allows()
    {
        // A hit is wrong with the probability 0.08 · (1 − s): above a threshold t that is 0.04 · (1 − t) of them, more than 2 % below t = 0.5.
        var broken = 0;
        const int draws = 400;
        for (var draw = 1; draw <= draws; draw++)
        {
            var random = new Random(draw);
            var pairs = Enumerable.Range(0, 3_000).Select(_ => random.NextDouble()).Select(s => new ScoredPair(s, random.NextDouble() >= 0.08 * (1 - s))).ToList();
            if (SemanticThreshold.Choose(pairs, 0.02, 0.9, draw).Succeeded(out var shown, out _) && 0.04 * (1 - shown.Threshold) > 0.02) broken++;
        }

        ((double)broken / draws).ShouldBeLessThan(0.1 + (3 * Math.Sqrt(0.1 * 0.9 / draws)));
    }

    [Fact]
    public void Too_few_pairs_show_nothing_and_the_reason_says_how_many_more_would_do()
    {
        var fault = SemanticThreshold.Choose([.. Enumerable.Range(0, 100).Select(i => new ScoredPair(1 - (i / 1000.0), true))], 0.02, 0.95, 1).Fault.ShouldNotBeNull();

        fault.Code.ShouldBe("semantic-unshown");
        // 149 right hits of 149 show 2 % with 95 %, and a third of the pairs only chooses where to begin.
        fault.Reason.ShouldContain("about 124 pairs more would do");
        SemanticThreshold.Choose([], 0.02, 0.95, 1).Fault!.Reason.ShouldContain("On 0 pairs");
    }

    [Fact]
    public void Where_hits_are_wrong_too_often_at_every_similarity_more_pairs_are_not_promised()
        => SemanticThreshold.Choose([.. Enumerable.Range(0, 2_000).Select(i => new ScoredPair(i / 2000.0, i % 10 != 9))], 0.02, 0.95, 1)
            .Fault.ShouldNotBeNull().Reason.ShouldContain("more pairs of this kind would not help");

    [Fact]
    public void The_same_pairs_and_seed_give_the_same_threshold()
        => SemanticThreshold.Choose(Pairs(3_000, 2, 0.5), 0.02, 0.95, 7).Value.ShouldBe(SemanticThreshold.Choose(Pairs(3_000, 2, 0.5), 0.02, 0.95, 7).Value);

    private static List<ScoredPair> Pairs(int count, int seed, double wrongBelow)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble()).Select(similarity => new ScoredPair(similarity, similarity >= wrongBelow))];
    }
}
