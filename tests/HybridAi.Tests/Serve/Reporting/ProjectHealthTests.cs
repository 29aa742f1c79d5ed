using Dapper;
using HybridAi.Serve.Reporting;
using HybridAi.Storage;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Reporting;

public class ProjectHealthTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Each_project_has_its_word(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var now = test.Clock.GetUtcNow();
        await using (var connection = await test.Database.OpenAsync(Cancellation))
        {
            foreach (var (project, route) in ((string, string)[])[("quiet", "old"), ("quiet", "new"), ("busy", "r")])
                await connection.ExecuteAsync("INSERT INTO route_moves (project, route, reason, created_at) VALUES (@project, @route, '', @now)", new { project, route, now });
        }

        await new Ledger(test.Database).AppendAsync(
            [
                Line("quiet", now.AddHours(-25)), Line("busy", now), Line("busy", now) with { Label = null }, Line("busy", now) with { Kind = LedgerKind.ModelCall, CostUsd = 0.5m },
                Line("busy", now.AddDays(-2)) with { Kind = LedgerKind.ModelCall, CostUsd = 7 },
                .. Enumerable.Range(0, 20).Select(i => Line("broken", now) with { Label = i < 5 ? null : "bill" }),
            ], Cancellation);

        var healths = await new ProjectHealths(test.Database, test.Clock).ReadAsync(["new", "quiet", "busy", "broken"], Cancellation);

        // Of two requests one without an answer may be chance; five of twenty are not, when one in twenty is bearable.
        healths.ShouldBe(
        [
            new("new", null, 0, 0, 0, HealthWord.NoRoute), new("quiet", "new", 0, 0, 0, HealthWord.Quiet), new("busy", "r", 2, 1, 0.5m, HealthWord.Answering),
            new("broken", null, 20, 5, 0, HealthWord.Failing),
        ]);
    }

    private static LedgerEntry Line(string project, DateTimeOffset at) => new(
        at, project, LedgerKind.Prediction, "request", "r", "route", "classical", "model", "bill", 0.9, 0, 0, TimeSpan.FromMilliseconds(3), null, null, "ok");
}
