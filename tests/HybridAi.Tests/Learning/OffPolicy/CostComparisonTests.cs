using HybridAi.Learning.OffPolicy;

namespace HybridAi.Tests.Learning.OffPolicy;

public sealed class CostComparisonTests
{
    private static readonly ComparisonSettings Settings = new() { AuditShare = 0.5, HighestCostUsd = 0.03 };

    [Fact]
    public void The_interval_holds_the_truth_at_every_look_in_at_least_nineteen_of_twenty_runs()
    {
        var (random, held, runs) = (new Random(17), 0, 300);
        for (var run = 0; run < runs; run++)
        {
            var rows = Rows(random, 500);
            int[] looks = [10, 30, 100, 200, 500];
            // Differing on half of the requests, 0.0145 USD less each on average.
            if (looks.All(look => CostComparison.Of(rows[..look], Settings) is { Lower: <= 0.00725, Upper: >= 0.00725 })) held++;
        }

        ((double)held / runs).ShouldBeGreaterThanOrEqualTo(0.95);
    }

    [Fact]
    public void A_thousand_requests_show_that_the_challenger_is_cheaper_and_by_about_how_much()
    {
        var comparison = CostComparison.Of(Rows(new Random(1), 1_000), Settings);

        comparison.SavingUsd.ShouldBe(0.00725, 0.001);
        comparison.Lower.ShouldBeInRange(0.005, 0.00725);
        comparison.Upper.ShouldBeInRange(0.00725, 0.0095);
    }

    [Fact]
    public void No_requests_say_nothing_and_costs_out_of_range_are_refused()
    {
        var nothing = CostComparison.Of([], Settings);

        (nothing.Lower, nothing.Upper).ShouldBe((-0.03, 0.03));
        Should.Throw<ArgumentException>(() => CostComparison.Of([new(new(true, Side.Champion, 0.5), new(true, true, 0.04, 0))], Settings));
    }

    private static InterleavedRow[] Rows(Random random, int requests) =>
    [
        .. Enumerable.Range(0, requests).Select(_ => random.NextDouble() < 0.5
            ? new InterleavedRow(InterleavedChoice.Same, null)
            : new(new(true, Side.Champion, 0.5), random.NextDouble() < 0.5 ? new(true, true, 0.01 + 0.011 * random.NextDouble(), 0.001) : null)),
    ];
}
