using HybridAi.Serve.Monitoring;
using HybridAi.Storage;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Monitoring;

public class TrafficFiguresTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Rate_errors_latency_and_cost_are_told_by_tier_and_a_person_who_was_asked_is_no_error(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var from = test.Clock.GetUtcNow();
        LedgerEntry[] lines =
        [
            .. Enumerable.Range(1, 100).Select(i => Line("classical", "bill", 0.001m, i)), Line("none", null, null, null, "tier-failed"),
            Line("none", null, 0, null, "person-asked"), Line("large-llm", "bill", null, 900, "route-degraded"),
        ];
        await new Ledger(test.Database).AppendAsync(lines, Cancellation);

        var tiers = await new TrafficFigures(test.Database, new(test.Database, test.Clock)).OfAsync("mail", from, from.AddSeconds(50), Cancellation);

        tiers.Select(tier => (tier.Tier, tier.Predictions, tier.Errors, tier.Degraded, tier.CostUsd, tier.UnknownCosts)).ShouldBe(
            [("classical", 100, 0, 0, 0.1m, 0), ("none", 2, 1, 0, 0, 1), ("large-llm", 1, 0, 1, 0, 1)]);
        tiers[0].PerSecond.ShouldBe(2);
        tiers[0].Latency.P50Ms!.Value.ShouldBe(50, 7.5);
        tiers[0].Latency.P99Ms!.Value.ShouldBe(99, 15);
        tiers[1].Latency.P50Ms.ShouldBeNull();

        LedgerEntry Line(string tier, string? label, decimal? cost, double? millis, string outcome = "ok") => new(
            from, "mail", LedgerKind.Prediction, "r", "1", null, tier, null, label, 0.9, cost, null, millis is { } known ? TimeSpan.FromMilliseconds(known) : null, null, null, outcome);
    }

    [Fact]
    public void A_quantile_is_off_by_at_most_15_percent()
    {
        var random = new Random(1);
        double[] millis = [.. Enumerable.Range(0, 20_000).Select(_ => Math.Exp(random.NextDouble() * 12 - 2)).Order()];
        var histogram = LatencyHistogram.Of(millis.Select(value => ((long)LatencyHistogram.BoundsMicros.TakeWhile(bound => bound < value * 1_000).Count(), 1L)));

        histogram.Count.ShouldBe(20_000);
        Ratio(histogram.P50Ms, 0.5).ShouldBeInRange(0.85, 1.15);
        Ratio(histogram.P95Ms, 0.95).ShouldBeInRange(0.85, 1.15);
        Ratio(histogram.P99Ms, 0.99).ShouldBeInRange(0.85, 1.15);

        double Ratio(double? told, double share) => told!.Value / millis[(int)(share * millis.Length)];
    }
}
