using HybridAi.Serve.Routing;

namespace HybridAi.Tests.Serve.Routing;

public class RouteSearchTests
{
    [Fact]
    public void Router_picks_a_cheaper_route_that_holds_the_floor()
    {
        var choice = RouteSearch.Choose(SimulatedRows.Rows(1_500, 1_500, seed: 1), new());

        choice.Steps.Select(step => step.Tier).ShouldBe(["classical", "large-llm"]);
        choice.Steps[0].Threshold!.Value.ShouldBeInRange(0.3, 0.9);
        choice.Evidence.Calibration!.DifferenceAtLeast.ShouldBeGreaterThanOrEqualTo(-0.01);
        var test = choice.Evidence.Test!;
        test.Accuracy.ShouldBeGreaterThan(test.Floor);
        test.CostPer1000Usd!.Value.ShouldBeLessThan(test.ReferenceCostPer1000Usd!.Value / 2);
        test.Shares.Values.Sum().ShouldBe(1, 1e-9);
        test.ErrorAtMost.ShouldBeGreaterThan(1 - test.Accuracy);
        choice.Evidence.Method.ShouldContain("not yet a certificate");
    }

    [Fact]
    public void The_floor_is_held_in_ninety_five_of_a_hundred_choices()
    {
        // Judged on so many fresh rows that chance in the test plays no part.
        var broken = Enumerable.Range(0, 60).Count(seed =>
        {
            var test = RouteSearch.Choose(SimulatedRows.Rows(600, 6_000, seed), new()).Evidence.Test!;
            return test.Accuracy < test.Floor;
        });

        broken.ShouldBeLessThanOrEqualTo(6);
    }

    [Fact]
    public void The_cheapest_of_three_tiers_is_used_where_it_is_good_enough()
    {
        var random = new Random(4);
        RouteRow Row(string id)
        {
            var two = SimulatedRows.Row(random, id);
            var small = random.NextDouble() < 0.97 ? two.Gold : SimulatedRows.Other(random, two.Gold);
            return two with { Answers = [two.Answers[0], new(small, small == two.Gold ? 0.9 : 0.5, 0.0001m), two.Answers[1]] };
        }

        var rows = new RouteRows(
            ["classical", "small-llm", "large-llm"], [.. Enumerable.Range(0, 1_500).Select(i => Row($"c{i}"))], [.. Enumerable.Range(0, 500).Select(i => Row($"t{i}"))]);
        var choice = RouteSearch.Choose(rows, new());

        choice.Steps[^1].Tier.ShouldBe("large-llm");
        choice.Steps.Count.ShouldBeGreaterThan(1);
        choice.Evidence.Test!.CostPer1000Usd!.Value.ShouldBeLessThan(choice.Evidence.Test.ReferenceCostPer1000Usd!.Value / 2);
    }

    [Theory, InlineData(0), InlineData(120)]
    public void Too_few_rows_choose_the_reference_alone_and_say_so(int rows)
    {
        var choice = RouteSearch.Choose(SimulatedRows.Rows(rows, 50, seed: 2), new());

        choice.Steps.ShouldHaveSingleItem().ShouldBe(new ChosenStep("large-llm", null));
        choice.Evidence.Notes.ShouldContain(note => note.Contains(rows == 0 ? "no reviewed Calibration rows" : "Only 120 reviewed Calibration rows"));
    }

    [Fact]
    public void A_cheap_tier_that_only_guesses_is_left_out()
    {
        static RouteRow Guess(Random random, string id)
        {
            var row = SimulatedRows.Row(random, id);
            return row with { Answers = [new(random.Next(3) == 0 ? row.Gold : SimulatedRows.Other(random, row.Gold), random.NextDouble(), 0), row.Answers[1]] };
        }

        var choice = RouteSearch.Choose(SimulatedRows.Rows(1_000, 300, seed: 3, Guess), new());

        // A route that ends early on a handful of rows may still hold the floor; it must not end early on many.
        choice.Evidence.Test!.Shares["classical"].ShouldBeLessThan(0.05);
    }

    [Fact]
    public void A_reference_worse_than_a_cheap_tier_is_told_and_the_cheap_tier_is_used()
    {
        var rows = SimulatedRows.Rows(1_200, 600, seed: 5, (random, id) => SimulatedRows.Row(random, id, easy: 0.95, reference: 0.1));

        var choice = RouteSearch.Choose(rows, new());

        choice.Evidence.Notes.ShouldContain(note => note.Contains("consider classical as the reference"));
        choice.Evidence.Test!.Shares["classical"].ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void An_unknown_price_is_said_and_never_counted_as_zero()
    {
        var rows = SimulatedRows.Rows(1_500, 500, seed: 6, (random, id) => SimulatedRows.Row(random, id, referenceCost: null));

        var choice = RouteSearch.Choose(rows, new());

        choice.Evidence.Notes.ShouldContain(note => note.Contains("The price of large-llm is unknown"));
        choice.Evidence.Test!.CostPer1000Usd.ShouldBeNull();
        choice.Evidence.Test.ReferenceCostPer1000Usd.ShouldBeNull();
        choice.Evidence.Test.Shares["classical"].ShouldBeGreaterThan(0.3);
    }

    [Fact]
    public void Rows_that_a_tier_failed_on_go_to_the_next()
    {
        var rows = SimulatedRows.Rows(1_500, 500, seed: 7, (random, id) =>
        {
            var row = SimulatedRows.Row(random, id);
            return random.NextDouble() < 0.2 ? row with { Answers = [new(null, 0, 0), row.Answers[1]] } : row;
        });

        var choice = RouteSearch.Choose(rows, new());

        choice.Evidence.Notes.ShouldContain(note => note.StartsWith("classical gave no answer on"));
        choice.Evidence.Test!.Shares["large-llm"].ShouldBeGreaterThan(0.2);
        choice.Evidence.Test.Accuracy.ShouldBeGreaterThan(choice.Evidence.Test.Floor);
    }

    [Fact]
    public void The_same_rows_in_another_order_choose_the_same_route()
    {
        var rows = SimulatedRows.Rows(800, 100, seed: 8);

        var choice = RouteSearch.Choose(rows, new());
        var again = RouteSearch.Choose(rows with { Calibration = [.. rows.Calibration.Reverse()] }, new());

        again.Steps.ShouldBe(choice.Steps);
    }

    [Fact]
    public void One_tier_alone_is_a_route()
    {
        var rows = SimulatedRows.Rows(400, 100, seed: 9);
        RouteRow Last(RouteRow row) => row with { Answers = [row.Answers[1]] };

        var choice = RouteSearch.Choose(new(["large-llm"], [.. rows.Calibration.Select(Last)], [.. rows.Test.Select(Last)]), new());

        choice.Steps.ShouldHaveSingleItem().Threshold.ShouldBeNull();
        choice.Evidence.Test!.Accuracy.ShouldBe(choice.Evidence.Test.ReferenceAccuracy);
        choice.Evidence.Test.DifferenceAtLeast.ShouldBe(0);
    }
}
