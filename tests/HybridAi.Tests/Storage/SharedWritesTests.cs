using System.Data.Common;
using HybridAi.Storage;

namespace HybridAi.Tests.Storage;

public class SharedWritesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Every_line_is_committed_when_its_request_goes_on(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var ledger = new Ledger(test.Database);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
        {
            await ledger.AppendAsync([Line($"r{i}"), Line($"r{i}")], Cancellation);
            (await ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation)).Count(line => line.RequestId == $"r{i}").ShouldBe(2);
        })));

        (await ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation)).Count.ShouldBe(200);
    }

    [Fact]
    public async Task A_write_that_fails_is_told_to_all_who_wait_and_the_next_one_is_tried()
    {
        await using var test = await TestDatabase.CreateAsync(migrate: false);
        var ledger = new Ledger(test.Database);

        var waiting = Enumerable.Range(0, 10).Select(i => Task.Run(() => ledger.AppendAsync([Line($"r{i}")], Cancellation))).ToList();
        foreach (var request in waiting) await Should.ThrowAsync<DbException>(() => request);

        await new Migrator(test.Database, test.Clock).MigrateAsync(Cancellation);
        await ledger.AppendAsync([Line("after")], Cancellation);
        (await ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation)).ShouldHaveSingleItem().RequestId.ShouldBe("after");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_kind_of_write_that_fails_takes_no_other_with_it(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var ledger = new Ledger(test.Database);
        var broken = new SharedWrite<int>(1, (session, _) => session.ExecuteAsync("INSERT INTO nowhere (id) VALUES (1)"));

        var (failing, lines) = (new List<Task>(), new List<Task>());
        for (var i = 0; i < 50; i++)
        {
            failing.Add(test.Database.Writes.AddAsync(broken, i));
            lines.Add(ledger.AppendAsync([Line($"r{i}")], Cancellation));
        }

        foreach (var write in failing) await Should.ThrowAsync<DbException>(() => write);
        await Task.WhenAll(lines);
        (await ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation)).Select(line => line.RequestId).Distinct().Count().ShouldBe(50);
        (await ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation)).Count.ShouldBe(50, "no line is written twice");
    }

    private static LedgerEntry Line(string request) => new(
        DateTimeOffset.UnixEpoch, "mail", LedgerKind.Prediction, request, null, null, "classical", null, "bill", 0.9, 0, 0, null, null, null, "ok");
}
