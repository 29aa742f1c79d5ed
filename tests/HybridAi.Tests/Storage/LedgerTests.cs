using HybridAi.Storage;

namespace HybridAi.Tests.Storage;

public class LedgerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Lines_come_back_as_they_were_written(string name)
    {
        await using var test = await TestDatabase.CreateAsync(name);
        var ledger = new Ledger(test.Database);
        LedgerEntry[] written = [Entry(test.Clock, 0.00003015m, TimeSpan.FromMilliseconds(840.125)) with { Key = "shop", Tenant = "acme" }, Entry(test.Clock, null, null)];

        await ledger.AppendAsync(written, Cancellation);

        (await ledger.ReadAsync("p", LedgerKind.Prediction, Cancellation)).ShouldBe(written);
        (await ledger.ReadAsync("p", LedgerKind.ModelCall, Cancellation)).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Nothing_is_lost_when_many_write_at_once(string name)
    {
        await using var test = await TestDatabase.CreateAsync(name);
        var ledger = new Ledger(test.Database);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(
            () => ledger.AppendAsync([Entry(test.Clock, 0.1m, null), Entry(test.Clock, 0.2m, null)], Cancellation))));

        var lines = await ledger.ReadAsync("p", LedgerKind.Prediction, Cancellation);
        lines.Count.ShouldBe(80);
        lines.Sum(line => line.CostUsd).ShouldBe(12m);
    }

    private static LedgerEntry Entry(TestClock clock, decimal? cost, TimeSpan? latency) => new(
        clock.GetUtcNow(), "p", LedgerKind.Prediction, "request", "record", "route", "classical", "model", "label", 0.5, cost, 0.0015m, latency, 12, null, "ok");
}
