using Dapper;
using HybridAi.Storage;

namespace HybridAi.Tests.Storage;

public class SqliteCheckpointsTests
{
    private const int PageBytes = 4_096;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_is_used_again_while_writes_go_on()
    {
        await using var test = await TestDatabase.CreateAsync();
        var (ledger, file) = (new Ledger(test.Database), ((SqliteDatabase)test.Database).File);
        const int Batches = 60;

        // Each batch is about 500 pages, all of them together seven times the length at which the log is carried over.
        for (var i = 0; i < Batches; i++) await ledger.AppendAsync(Lines(i, 5_000), Cancellation);

        new FileInfo($"{file}-wal").Length.ShouldBeLessThan(4L * SqliteCheckpoints.EveryPages * PageBytes);
        new FileInfo(file).Length.ShouldBeGreaterThan(SqliteCheckpoints.EveryPages * (long)PageBytes);
        (await ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation)).Count.ShouldBe(Batches * 5_000);
    }

    [Fact]
    public async Task What_was_committed_is_there_for_who_opens_the_files_of_a_process_that_died()
    {
        await using var test = await TestDatabase.CreateAsync();
        using var folder = new TestFolder();
        await new Ledger(test.Database).AppendAsync(Lines(0, 10), Cancellation);

        // The files as they stand when a process is killed: nothing was closed, nothing carried over.
        var (file, copy) = (((SqliteDatabase)test.Database).File, folder.File("copy.db"));
        foreach (var part in new[] { "", "-wal" }) File.Copy($"{file}{part}", $"{copy}{part}");

        await using var after = new SqliteDatabase(copy);
        (await new Ledger(after).ReadAsync("mail", LedgerKind.Prediction, Cancellation)).Count.ShouldBe(10);
    }

    [Fact]
    public async Task A_database_that_is_closed_leaves_nothing_to_carry_over()
    {
        await using var test = await TestDatabase.CreateAsync();
        var database = (SqliteDatabase)test.Database;
        await new Ledger(database).AppendAsync(Lines(0, 10), Cancellation);

        await database.DisposeAsync();

        await using var connection = await database.OpenAsync(Cancellation);
        var (_, log, carried) = await connection.QuerySingleAsync<(long Busy, long Log, long Carried)>("PRAGMA wal_checkpoint(PASSIVE)");
        log.ShouldBeGreaterThan(0);
        carried.ShouldBe(log);
        File.Copy(database.File, $"{database.File}.alone");
        await using var alone = new SqliteDatabase($"{database.File}.alone");
        (await new Ledger(alone).ReadAsync("mail", LedgerKind.Prediction, Cancellation)).Count.ShouldBe(10, "all of it is in the one file");
    }

    private static List<LedgerEntry> Lines(int batch, int count) => [.. Enumerable.Range(0, count).Select(i => new LedgerEntry(
        DateTimeOffset.UnixEpoch, "mail", LedgerKind.Prediction, $"{batch}-{i}", new string('x', 300), null, "classical", null, "bill", 0.9, 0, 0, null, null, null, "ok"))];
}
