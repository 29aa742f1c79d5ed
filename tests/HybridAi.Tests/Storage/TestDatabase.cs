using Dapper;
using HybridAi.Storage;
using Npgsql;

namespace HybridAi.Tests.Storage;

/// <summary>Both databases, for theories: what a store promises, it promises on each.</summary>
public sealed class EveryDatabase : TheoryData<string>
{
    public EveryDatabase()
    {
        Add("sqlite");
        Add("postgres");
    }
}

/// <summary>An empty, migrated database of its own for one test, gone when the test ends.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private const string PostgresVariable = "HYBRIDAI_TEST_POSTGRES";
    private readonly Func<IDatabase> _again;
    private readonly Func<Task> _drop;

    private TestDatabase(IDatabase database, TestClock clock, Func<IDatabase> again, Func<Task> drop)
        => (Database, Clock, _again, _drop) = (database, clock, again, drop);

    public IDatabase Database { get; }

    public TestClock Clock { get; }

    /// <summary>The same database as another process would open it; pools are its own.</summary>
    public IDatabase OpenAgain() => _again();

    /// <summary>Skips the test, with the reason, where PostgreSQL is asked for and none is named.</summary>
    public static async Task<TestDatabase> CreateAsync(string name = "sqlite", bool migrate = true)
    {
        var clock = new TestClock();
        var test = name == "sqlite" ? Sqlite(clock) : await PostgresAsync(clock);
        if (migrate) await new Migrator(test.Database, clock).MigrateAsync(CancellationToken.None);
        return test;
    }

    public async ValueTask DisposeAsync() => await _drop();

    private static TestDatabase Sqlite(TestClock clock)
    {
        var folder = new TestFolder();
        var database = new SqliteDatabase(folder.File("test.db"));
        var others = new List<SqliteDatabase>();
        return new(database, clock, Again, async () =>
        {
            foreach (var other in others) await other.DisposeAsync();
            await database.DisposeAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Dispose();
        });

        IDatabase Again()
        {
            others.Add(new SqliteDatabase(database.File));
            return others[^1];
        }
    }

    private static async Task<TestDatabase> PostgresAsync(TestClock clock)
    {
        var server = Environment.GetEnvironmentVariable(PostgresVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(server), $"{PostgresVariable} names no PostgreSQL server.");
        var schema = $"test_{Guid.CreateVersion7():N}";
        await ExecuteAsync(server, $"CREATE SCHEMA {schema}");
        var connection = new NpgsqlConnectionStringBuilder(server) { SearchPath = schema, MaxPoolSize = 20 };
        var database = new PostgresDatabase(connection.ToString());
        var others = new List<PostgresDatabase>();
        return new(database, clock, Again, async () =>
        {
            foreach (var other in others) await other.DisposeAsync();
            await database.DisposeAsync();
            await ExecuteAsync(server, $"DROP SCHEMA {schema} CASCADE");
        });

        IDatabase Again()
        {
            others.Add(new PostgresDatabase(connection.ToString()));
            return others[^1];
        }
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await connection.ExecuteAsync(sql);
    }
}
