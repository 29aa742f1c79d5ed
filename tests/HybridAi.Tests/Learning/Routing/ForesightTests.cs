using HybridAi.Learning.Routing;

namespace HybridAi.Tests.Learning.Routing;

/// <summary>Three tiers, each good at other labels: how likely each will be right depends on what the others have said.</summary>
public class ForesightTests
{
    private const int Labels = 4;
    private static readonly double[][] Recall = [[0.9, 0.6, 0.5, 0.8], [0.5, 0.95, 0.9, 0.4], [0.98, 0.7, 0.97, 0.9]];

    [Theory, InlineData(1, 0), InlineData(2, 0), InlineData(2, 0, 1)]
    public void What_is_foreseen_of_a_tier_comes_true(int tier, params int[] asked)
    {
        var policy = Policy(new(11));
        var seen = Rows(6_000, new(12)).Select(row =>
        {
            var replies = new TierReply?[Recall.Length];
            foreach (var known in asked) replies[known] = row.Replies[known];
            return (Foreseen: policy.Foresee(replies, 0, tier), Right: row.Replies[tier].Label == row.Gold);
        }).OrderBy(one => one.Foreseen).ToList();

        foreach (var fifth in seen.Chunk(seen.Count / 5))
            fifth.Average(one => one.Foreseen).ShouldBe(fifth.Average(one => one.Right ? 1.0 : 0), 0.05);
        // It tells inputs apart, or its being right on average would say little.
        (seen[^300].Foreseen - seen[300].Foreseen).ShouldBeGreaterThan(0.1);
    }

    [Fact]
    public void Before_anything_was_asked_a_tier_is_foreseen_to_be_as_good_as_it_is()
    {
        var policy = Policy(new(11));

        for (var tier = 0; tier < Recall.Length; tier++)
            policy.Foresee(new TierReply?[Recall.Length], 0, tier).ShouldBe(Recall[tier].Average(), 0.03);
    }

    [Fact]
    public void A_tier_that_often_gives_no_answer_is_foreseen_to_be_right_less_often()
    {
        var random = new Random(5);
        var policy = Policy(random, () => random.NextDouble() < 0.4);

        policy.Foresee(new TierReply?[Recall.Length], 0, 0).ShouldBe(0.6 * Recall[0].Average(), 0.03);
    }

    [Fact]
    public void Of_numbers_the_accuracy_is_foreseen()
    {
        var random = new Random(6);
        var gold = Enumerable.Range(0, 400).Select(_ => random.Next(50)).ToArray();
        var space = LabelSpace.Of([.. Enumerable.Range(0, 50).Select(value => (double)value)], 0.5);
        TierReply[] Answers(double right) => Array.ConvertAll(gold, value => new TierReply(random.NextDouble() < right ? value : (value + 7) % 50));
        var rows = new RoutingRows(gold, space, [Answers(0.6), Answers(0.9)], [new double[400], [.. gold.Select(_ => 1.0)]], [.. gold.Select((_, row) => row % 5)], 5);
        var policy = PolicyFamily.Make(rows, 1, Showing.CrossFitted, null, null, TestContext.Current.CancellationToken).Policy(0);

        policy.Foresee([new TierReply(3), null], 0, 1).ShouldBe(0.9, 0.05);
    }

    [Fact]
    public void A_set_of_tiers_that_no_walk_comes_to_is_believed_tier_by_tier()
    {
        var policy = RoutingPolicy.ByConfidence(LabelSpace.Of(3), [0.8, 0.8, null]);
        TierReply?[] last = [null, null, new(1, 0.7)];

        policy.Knows(last).ShouldBeFalse();
        var next = policy.Next(last, 0);
        (next.Ask, next.Belief.Label).ShouldBe((Stretch.Stand, 1));
        next.Belief.Reliability.ShouldBe(0.7, 1e-9);
    }

    private static RoutingPolicy Policy(Random random, Func<bool>? silent = null)
    {
        var rows = Rows(3_000, random, silent).ToList();
        TierReply[][] replies = [.. Recall.Select((_, tier) => rows.Select(row => row.Replies[tier]).ToArray())];
        double[][] costs = [.. Recall.Select((_, tier) => rows.Select(_ => tier / 2.0).ToArray())];
        return PolicyFamily.Make(
            new([.. rows.Select(row => row.Gold)], LabelSpace.Of(Labels), replies, costs, [.. rows.Select((_, row) => row % 5)], 5), 2, Showing.CrossFitted, null, null,
            TestContext.Current.CancellationToken).Policy(0);
    }

    private static IEnumerable<(int Gold, TierReply[] Replies)> Rows(int count, Random random, Func<bool>? silent = null)
        => Enumerable.Range(0, count).Select(_ =>
        {
            var gold = random.Next(Labels);
            return (gold, Array.ConvertAll(Recall, recall => silent?.Invoke() == true ? TierReply.None
                : new TierReply(random.NextDouble() < recall[gold] ? gold : (gold + 1 + random.Next(Labels - 1)) % Labels)));
        });
}
