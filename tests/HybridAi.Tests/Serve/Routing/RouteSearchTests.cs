using HybridAi.Learning.Routing;
using HybridAi.Serve.Routing;

namespace HybridAi.Tests.Serve.Routing;

public class RouteSearchTests
{
    [Fact]
    public void Router_picks_a_cheaper_route_that_holds_the_floor()
    {
        var choice = Choose(SimulatedRows.Rows(1_500, 1_500, seed: 1));

        choice.Tiers.ShouldBe([0, 1]);
        choice.Policy.Main.StandsFrom(0)!.Value.ShouldBeInRange(0.3, 1);
        var certificate = choice.Evidence.Certificate;
        (certificate.State, certificate.RowsNeeded).ShouldBe((CertificateState.Certified, null));
        certificate.DifferenceAtLeast.ShouldBeGreaterThanOrEqualTo(-0.01);
        certificate.PValue.ShouldBeLessThan(0.05);
        var test = choice.Evidence.Test!;
        test.Accuracy.ShouldBeGreaterThan(test.Floor);
        test.CostPer1000Usd!.Value.ShouldBeLessThan(test.ReferenceCostPer1000Usd!.Value / 2);
        test.Shares.Values.Sum().ShouldBe(1, 1e-9);
        test.ErrorAtMost.ShouldBeGreaterThan(1 - test.Accuracy);
    }

    [Theory, InlineData(Showing.CrossFitted), InlineData(Showing.HeldOut)]
    public void The_floor_is_held_in_ninety_five_of_a_hundred_choices(Showing showing)
    {
        // Judged on so many fresh rows that chance in the test plays no part.
        var broken = Enumerable.Range(0, 60).AsParallel().Count(seed =>
        {
            var test = Choose(SimulatedRows.Rows(600, 6_000, seed), new(Showing: showing)).Evidence.Test!;
            return test.Accuracy < test.Floor;
        });

        broken.ShouldBeLessThanOrEqualTo(6);
    }

    [Fact]
    public void The_cheapest_of_three_tiers_is_used_where_it_is_good_enough()
    {
        var choice = Choose(SimulatedRows.OfThree(1_500, 500, seed: 4));

        var test = choice.Evidence.Test!;
        test.CostPer1000Usd!.Value.ShouldBeLessThan(test.ReferenceCostPer1000Usd!.Value / 2);
        test.Shares["large-llm"].ShouldBeLessThan(0.3);
        choice.Evidence.Front.ShouldContain(point => point.Chosen && point.Certified);
    }

    [Fact]
    public void The_front_goes_from_safe_to_cheap()
    {
        var front = Choose(SimulatedRows.OfThree(1_500, 0, seed: 4)).Evidence.Front;

        front.Count.ShouldBe(PolicyFamily.Places);
        front[^1].CostShare.ShouldBeLessThan(front[0].CostShare);
        front.ShouldAllBe(point => point.CostPer1000Usd!.Value >= 0 && point.Accuracy > 0.5);
        front.SkipWhile(point => !point.Certified).TakeWhile(point => point.Certified).Count().ShouldBe(front.Count(point => point.Certified));
    }

    [Theory, InlineData(0), InlineData(15), InlineData(120)]
    public void Too_few_rows_choose_the_reference_alone_and_say_how_many_would_do(int rows)
    {
        var choice = Choose(SimulatedRows.Rows(rows, 50, seed: 2));

        choice.Tiers.ShouldHaveSingleItem().ShouldBe(1);
        choice.Evidence.Certificate.State.ShouldNotBe(CertificateState.Certified);
        choice.Evidence.Test!.Accuracy.ShouldBe(choice.Evidence.Test.ReferenceAccuracy);
        if (rows == 120) choice.Evidence.Certificate.RowsNeeded!.Value.ShouldBeGreaterThan(250);
        choice.Evidence.Certificate.Reason.ShouldContain("goes to the reference");
    }

    [Fact]
    public void A_cheap_tier_that_only_guesses_is_seldom_listened_to()
    {
        var choice = Choose(SimulatedRows.Rows(1_000, 300, seed: 3, (random, id) =>
        {
            var row = SimulatedRows.Row(random, id);
            return row with { Answers = [new(SimulatedRows.Labels[random.Next(3)], random.NextDouble(), 0), row.Answers[1]] };
        }));

        choice.Evidence.Test!.Shares["classical"].ShouldBeLessThan(0.05);
    }

    [Fact]
    public void A_reference_worse_than_a_cheap_tier_is_told_and_the_cheap_tier_is_used()
    {
        var choice = Choose(SimulatedRows.Rows(1_200, 600, seed: 5, (random, id) => SimulatedRows.Row(random, id, easy: 0.95, reference: 0.1)));

        choice.Evidence.Notes.ShouldContain(note => note.Contains("consider classical as the reference"));
        choice.Evidence.Test!.Shares["classical"].ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void An_unknown_price_is_said_and_never_counted_as_zero()
    {
        var choice = Choose(SimulatedRows.Rows(1_500, 500, seed: 6, (random, id) => SimulatedRows.Row(random, id, referenceCost: null)));

        choice.Evidence.Notes.ShouldContain(note => note.Contains("The price of large-llm is unknown"));
        choice.Evidence.Test!.CostPer1000Usd.ShouldBeNull();
        choice.Evidence.Test.ReferenceCostPer1000Usd.ShouldBeNull();
        choice.Evidence.Test.Shares["classical"].ShouldBeGreaterThan(0.3);
    }

    [Fact]
    public void Where_everything_is_free_calls_of_the_reference_are_what_is_saved()
    {
        var choice = Choose(SimulatedRows.Rows(1_500, 500, seed: 6, (random, id) => SimulatedRows.Row(random, id, referenceCost: 0)));

        choice.Evidence.Test!.Shares["classical"].ShouldBeGreaterThan(0.3);
        choice.Evidence.Test.CostPer1000Usd.ShouldBe(0);
    }

    [Fact]
    public void Rows_that_a_tier_failed_on_go_to_the_next()
    {
        var choice = Choose(SimulatedRows.Rows(1_500, 500, seed: 7, (random, id) =>
        {
            var row = SimulatedRows.Row(random, id);
            return random.NextDouble() < 0.2 ? row with { Answers = [new(null, null, 0), row.Answers[1]] } : row;
        }));

        choice.Evidence.Notes.ShouldContain(note => note.StartsWith("classical gave no answer on"));
        choice.Evidence.Test!.Shares["large-llm"].ShouldBeGreaterThan(0.2);
        choice.Evidence.Test.Accuracy.ShouldBeGreaterThan(choice.Evidence.Test.Floor);
    }

    [Fact]
    public void Answers_outside_the_list_count_as_none_and_are_told()
    {
        var choice = Choose(SimulatedRows.Rows(1_500, 500, seed: 7, (random, id) =>
        {
            var row = SimulatedRows.Row(random, id);
            return random.NextDouble() < 0.1 ? row with { Answers = [row.Answers[0] with { Label = "banana" }, row.Answers[1]] } : row;
        }));

        choice.Evidence.Notes.ShouldContain(note => note.Contains("classical gave an answer outside the list of labels on"));
        choice.Evidence.Test!.Accuracy.ShouldBeGreaterThan(choice.Evidence.Test.Floor);
    }

    [Fact]
    public void Twins_and_a_single_label_are_told()
    {
        var twins = Choose(SimulatedRows.Rows(600, 0, seed: 3, (random, id) =>
        {
            var row = SimulatedRows.Row(random, id);
            return row with { Answers = [row.Answers[1] with { CostUsd = 0.0001m }, row.Answers[1]] };
        }));
        var single = Choose(SimulatedRows.Rows(600, 0, seed: 3, (_, id) => new(id, id, "bill", [new("bill", 0.9, 0), new("bill", 0.9, 0.002m)])));

        twins.Evidence.Notes.ShouldContain(note => note.Contains("answer alike on every Calibration row"));
        (twins.Evidence.Certificate.State, twins.Evidence.Certificate.Losses).ShouldBe((CertificateState.Certified, 0));
        single.Evidence.Notes.ShouldContain(note => note.Contains("All reviewed rows have one label"));
    }

    [Fact]
    public void The_same_rows_in_another_order_choose_the_same_tiers()
    {
        var rows = SimulatedRows.Rows(800, 100, seed: 8);

        var choice = Choose(rows);
        var again = Choose(rows with { Calibration = [.. rows.Calibration.Reverse()] });

        again.Tiers.ShouldBe(choice.Tiers);
        (again.Evidence.Certificate.Wins, again.Evidence.Certificate.Losses).ShouldBe((choice.Evidence.Certificate.Wins, choice.Evidence.Certificate.Losses));
    }

    [Fact]
    public void One_tier_alone_is_a_route()
    {
        var rows = SimulatedRows.Rows(400, 100, seed: 9);
        RouteRow Last(RouteRow row) => row with { Answers = [row.Answers[1]] };

        var choice = Choose(new(["large-llm"], 0, SimulatedRows.Labels, [.. rows.Calibration.Select(Last)], [.. rows.Test.Select(Last)]));

        choice.Policy.Main.StandsFrom(0).ShouldBeNull();
        choice.Evidence.Test!.Accuracy.ShouldBe(choice.Evidence.Test.ReferenceAccuracy);
    }

    [Fact]
    public void A_budget_is_spent_on_answers_and_met_exactly()
    {
        var rows = SimulatedRows.OfThree(1_500, 500, seed: 4);
        var cheapest = Choose(rows);
        var front = cheapest.Evidence.Front.Where(point => point.Certified).OrderBy(point => point.CostPer1000Usd).ToList();
        var (low, high) = (front[0].CostPer1000Usd!.Value / 1000, front[^1].CostPer1000Usd!.Value / 1000);
        high.ShouldBeGreaterThan(low);
        var budget = (low + high) / 2;

        var choice = Choose(rows, new(BudgetUsd: budget));

        choice.Policy.Dearer.ShouldNotBeNull();
        choice.Policy.DearerShare.ShouldBeInRange(0, 1);
        var main = choice.Evidence.Front.Single(point => point.Chosen).CostPer1000Usd!.Value / 1000;
        var dearer = front.Select(point => point.CostPer1000Usd!.Value / 1000).First(cost => cost > budget);
        ((double)(main + (dearer - main) * (decimal)choice.Policy.DearerShare)).ShouldBe((double)budget, 1e-9);
        Choose(rows, new(BudgetUsd: low / 2)).Evidence.Certificate.Reason.ShouldContain("more than the budget");
    }

    [Fact]
    public void A_slice_that_the_route_would_harm_keeps_it_from_going_live()
    {
        static RouteRow Row(Random random, string id)
        {
            // Within the slice the cheap tier is sure and wrong.
            var (row, sliced) = (SimulatedRows.Row(random, id), random.NextDouble() < 0.15);
            return sliced
                ? row with { Slices = ["minors"], Answers = [row.Answers[0] with { Label = random.NextDouble() < 0.7 ? row.Gold : "login", Confidence = 0.95 }, row.Answers[1] with { Label = row.Gold }] }
                : row with { Slices = [] };
        }

        var rows = SimulatedRows.Rows(2_000, 500, seed: 12, Row);
        var unprotected = Choose(rows with { Calibration = [.. rows.Calibration.Select(row => row with { Slices = null })] }, new(Margin: 0.05));
        var guarded = Choose(rows, new(Margin: 0.05, SliceMargin: 0.02));

        unprotected.Evidence.Certificate.State.ShouldBe(CertificateState.Certified);
        var slice = guarded.Evidence.Certificate.Slices.ShouldHaveSingleItem();
        (slice.Slice, slice.Held).ShouldBe(("minors", guarded.Evidence.Certificate.State == CertificateState.Certified));
        guarded.Evidence.Front.Count(point => point.Certified).ShouldBeLessThan(unprotected.Evidence.Front.Count(point => point.Certified));
    }

    [Fact]
    public void Numbers_are_right_within_the_tolerance()
    {
        var random = new Random(5);
        RouteRow Row(string id)
        {
            var (truth, easy) = (random.Next(20, 80), random.NextDouble() < 0.7);
            var cheap = truth + (easy ? random.Next(-2, 3) : random.Next(-30, 31));
            return new(id, id, $"{truth}", [new($"{cheap}", easy ? 0.9 : 0.4, 0), new($"{truth + random.Next(-2, 3)}", null, 0.002m)]);
        }

        var rows = new RouteRows(
            ["classical", "large-llm"], 1, [], [.. Enumerable.Range(0, 1_500).Select(i => Row($"c{i}"))], [.. Enumerable.Range(0, 500).Select(i => Row($"t{i}"))]);
        var choice = Choose(rows, new(Margin: 0.02, Tolerance: 3));

        choice.Evidence.Certificate.State.ShouldBe(CertificateState.Certified);
        choice.Evidence.Test!.Shares["classical"].ShouldBeGreaterThan(0.4);
        choice.Evidence.Test.Accuracy.ShouldBeGreaterThan(0.97);
    }

    [Fact]
    public void A_limit_of_time_rules_out_what_is_too_slow()
    {
        var rows = SimulatedRows.Rows(1_500, 0, seed: 1, (random, id) =>
        {
            var row = SimulatedRows.Row(random, id, easy: 0.9);
            return row with
            {
                Answers = [row.Answers[0] with { Latency = TimeSpan.FromMilliseconds(5) }, row.Answers[1] with { Latency = TimeSpan.FromMilliseconds(900) }],
            };
        });

        var choice = Choose(rows, new(Margin: 0.08, MaxLatencyMs: 100));

        choice.Evidence.Front.Single(point => point.Chosen).LatencyP95Ms!.Value.ShouldBeLessThanOrEqualTo(100);
    }

    private static RouteChoice Choose(RouteRows rows, RouteSettings? settings = null)
        => RouteSearch.Choose(rows, settings ?? new(), cancellation: TestContext.Current.CancellationToken);
}
