using System.Data.Common;
using Dapper;
using HybridAi.Curate.Labelling;
using HybridAi.Storage;
using Microsoft.Data.Sqlite;

namespace HybridAi.Tests.Storage;

public class WriteTransactionTests
{
    private const int SqliteFull = 13;

    [Fact]
    public async Task A_full_disk_is_called_by_its_name_and_nothing_of_the_transaction_stays()
    {
        await using var test = await TestDatabase.CreateAsync();
        var labels = new LabelStore(new FullDatabase(test.Database));
        var many = Enumerable.Range(0, 5_000)
            .Select(i => new Label($"r{i}", "bill", 1, "fake", "v1", "run", new string('x', 500), 0, null, test.Clock.GetUtcNow())).ToList();

        var failure = await Should.ThrowAsync<SqliteException>(() => labels.SaveAsync("mail", many, TestContext.Current.CancellationToken));

        failure.SqliteErrorCode.ShouldBe(SqliteFull);
        (await new LabelStore(test.Database).NewestAsync("mail", "fake", TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    /// <summary>A database whose disk has room for a few pages more.</summary>
    private sealed class FullDatabase(IDatabase inner) : IDatabase
    {
        public string Name => inner.Name;

        public string Place => inner.Place;

        public SharedWrites Writes => inner.Writes;

        public SharedReads Reads => inner.Reads;

        public string IdentityColumn => inner.IdentityColumn;

        public string BytesColumn => inner.BytesColumn;

        public async Task<DbConnection> OpenAsync(CancellationToken cancellation)
        {
            var connection = await inner.OpenAsync(cancellation);
            var pages = await connection.ExecuteScalarAsync<long>("PRAGMA page_count");
            await connection.ExecuteAsync($"PRAGMA max_page_count = {pages + 20}");
            return connection;
        }

        public Task LockForMigrationAsync(DbTransaction transaction, CancellationToken cancellation) => inner.LockForMigrationAsync(transaction, cancellation);
    }
}
