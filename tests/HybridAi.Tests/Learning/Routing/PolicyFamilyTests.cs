using HybridAi.Learning.Routing;
using HybridAi.Storage;

namespace HybridAi.Tests.Learning.Routing;

public class PolicyFamilyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(Showing.CrossFitted), InlineData(Showing.HeldOut)]
    public void Nothing_of_a_row_decides_how_it_is_judged(Showing showing)
    {
        var rows = DrawnReplies.Of(400, 3, [[0.7], [0.8], [0.9]], seed: 4, folds: showing == Showing.HeldOut ? 6 : 5);
        var family = Make(rows, showing);
        foreach (var judged in (int[])[0, 2, 10, 36])
        {
            var row = family.Judged[judged];
            var other = Make(DrawnReplies.WithGold(rows, row, (rows.Gold[row] + 1) % 3), showing);

            for (var place = 0; place < PolicyFamily.Places; place++)
            {
                var (before, after) = (family.Outcomes[place][judged], other.Outcomes[place][judged]);
                (after.Belief, after.Asked, after.Cost).ShouldBe((before.Belief, before.Asked, before.Cost));
            }
        }
    }

    [Fact]
    public void What_goes_live_is_what_was_judged_where_rows_are_held_out()
    {
        var rows = DrawnReplies.Of(600, 4, [[0.7], [0.8], [0.9]], seed: 5, folds: 6);
        var family = Make(rows, Showing.HeldOut);

        foreach (var place in (int[])[0, 15, 30, 40])
        {
            var policy = Json.Read<RoutingPolicy>(Json.Write(family.Policy(place)));
            for (var i = 0; i < family.Judged.Length; i++)
            {
                var (asked, belief) = Walk(policy, rows, family.Judged[i]);
                asked.ShouldBe(family.Outcomes[place][i].Asked);
                belief.Label.ShouldBe(family.Outcomes[place][i].Belief.Label);
                belief.Reliability.ShouldBe(family.Outcomes[place][i].Belief.Reliability, 0.03);
            }
        }
    }

    [Fact]
    public void Held_out_policies_are_learned_as_well_as_cross_fitted_ones()
    {
        var family = Make(DrawnReplies.Of(2_400, 4, [[0.7], [0.8], [0.9]], seed: 6, folds: 6), Showing.HeldOut);

        // Without votes that mean something nothing would be better than the dearest tier alone.
        family.Outcomes[0].Average(end => end.Right ? 1.0 : 0).ShouldBeGreaterThan(0.9);
        Should.Throw<ArgumentException>(() => Make(DrawnReplies.Of(100, 4, [[0.7], [0.9]], seed: 6, folds: 2), Showing.HeldOut));
    }

    [Fact]
    public void Policies_get_cheaper_and_the_dearest_are_the_most_accurate()
    {
        var family = Make(DrawnReplies.Of(2_000, 4, [[0.7], [0.8], [0.9]], seed: 6), Showing.CrossFitted);

        var costs = Enumerable.Range(0, PolicyFamily.Places).Select(family.CostOf).ToArray();
        for (var place = 5; place < costs.Length; place++) costs[place].ShouldBeLessThanOrEqualTo(costs[place - 5] + 0.02);
        costs[^1].ShouldBeLessThan(costs[0] / 10);
        Right(0).ShouldBeGreaterThan(Right(PolicyFamily.Places - 1) + 0.05);

        double Right(int place) => family.Outcomes[place].Average(end => end.Right ? 1.0 : 0);
    }

    [Fact]
    public void The_same_rows_make_the_same_policies()
    {
        var rows = DrawnReplies.Of(300, 3, [[0.7], [0.9]], seed: 7);

        Json.Write(Make(rows, Showing.CrossFitted).Policy(20)).ShouldBe(Json.Write(Make(rows, Showing.CrossFitted).Policy(20)));
    }

    [Fact]
    public void Renumbered_over_its_own_tiers_a_policy_decides_alike()
    {
        var rows = DrawnReplies.Of(1_200, 4, [[0.6], [0.65], [0.8], [0.9]], seed: 8);
        var policy = Make(rows, Showing.CrossFitted).Policy(25);

        var own = policy.Over(policy.Tiers);

        own.Tiers.ShouldBe(Enumerable.Range(0, policy.Tiers.Count));
        for (var row = 0; row < 100; row++)
        {
            var (asked, belief) = Walk(policy, rows, row);
            var walk = PolicyWalk.Along(own, own.Tiers.Count, tier => rows.Reply(policy.Tiers[tier], row, rows.Folds), _ => 0);

            walk.Belief.ShouldBe(belief);
            walk.Asked.Sum(tier => 1 << policy.Tiers[tier]).ShouldBe(asked);
        }
    }

    [Fact]
    public void A_cheap_tier_is_skipped_where_it_would_not_settle_anything()
    {
        // The middle tier knows only what the first knows already, at a tenth of the dear one's price.
        var rows = DrawnReplies.Of(2_000, 3, [[0.7], [0.9]], seed: 9);
        TierReply[][] replies = [.. new[] { 0, 0, 1 }.Select(tier => Enumerable.Range(0, rows.Count).Select(row => rows.Reply(tier, row, 5)).ToArray())];
        double[][] costs = [.. new[] { 0, 0.1, 1 }.Select(cost => Enumerable.Repeat(cost, rows.Count).ToArray())];
        var family = Make(new(rows.Gold, rows.Space, replies, costs, rows.Fold, rows.Folds), Showing.CrossFitted, reference: 2);

        family.Outcomes[20].Count(end => (end.Asked & 2) != 0).ShouldBeLessThan(rows.Count / 50);
        family.Outcomes[20].Count(end => (end.Asked & 4) != 0).ShouldBeGreaterThan(rows.Count / 20);
    }

    private static PolicyFamily Make(RoutingRows rows, Showing showing, int? reference = null)
        => PolicyFamily.Make(rows, reference ?? rows.Tiers - 1, showing, null, null, Cancellation);

    private static (int Asked, Belief Belief) Walk(RoutingPolicy policy, RoutingRows rows, int row)
    {
        var walk = PolicyWalk.Along(policy, rows.Tiers, tier => rows.Reply(tier, row, rows.Folds), _ => 0);
        return (walk.Asked.Sum(tier => 1 << tier), walk.Belief);
    }
}
