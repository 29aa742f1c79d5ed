using HybridAi.Learning.Routing;

namespace HybridAi.Tests.Learning.Routing;

public class ReliabilityTests
{
    [Theory, InlineData(0), InlineData(20)]
    public void The_reliability_is_how_often_answers_are_right(int place)
    {
        var rows = DrawnReplies.Of(3_000, 4, [[0.75], [0.8], [0.9]], seed: 1);
        var family = PolicyFamily.Make(rows, 2, Showing.CrossFitted, null, null, TestContext.Current.CancellationToken);

        var ends = family.Outcomes[place];

        foreach (var alike in ends.OrderBy(end => end.Belief.Reliability).Chunk(500))
            alike.Average(end => end.Belief.Reliability).ShouldBe(alike.Average(end => end.Right ? 1.0 : 0), 0.06);
    }

    [Fact]
    public void A_tier_that_knows_one_label_badly_is_doubted_on_that_label_alone()
    {
        // The dear tier is worse than the cheap one on label 0, and much better on all others.
        var rows = DrawnReplies.Of(4_000, 4, [[0.85, 0.7, 0.7, 0.7], [0.3, 0.95, 0.95, 0.95]], seed: 2);
        var family = PolicyFamily.Make(rows, 1, Showing.CrossFitted, null, null, TestContext.Current.CancellationToken);
        var reference = Enumerable.Range(0, rows.Count).Average(row => rows.IsRight(1, row, rows.Folds) ? 1.0 : 0);

        var safe = family.Outcomes[0];

        safe.Average(end => end.Right ? 1.0 : 0).ShouldBeGreaterThan(reference + 0.03);
        var zero = Enumerable.Range(0, rows.Count).Where(row => rows.Gold[row] == 0).ToList();
        zero.Average(row => safe[row].Right ? 1.0 : 0).ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void Confidence_counts_only_where_it_tells_right_from_wrong()
    {
        var telling = DrawnReplies.Of(1_000, 3, [[0.7], [0.9]], seed: 3);
        TierReply[][] deaf = [.. Enumerable.Range(0, 2).Select(tier => Enumerable.Range(0, 1_000).Select(row => telling.Reply(tier, row, 5) with { Confidence = 0.9 }).ToArray())];
        var silent = new RoutingRows(telling.Gold, telling.Space, deaf, telling.Costs, telling.Fold, telling.Folds);
        int[] all = [.. Enumerable.Range(0, 1_000)];

        VoteTable.Count(telling, 0, 5, all).Worth.Slope.ShouldBeGreaterThan(0.5);
        VoteTable.Count(silent, 0, 5, all).Worth.ShouldBe(ConfidenceWorth.None);
    }
}
