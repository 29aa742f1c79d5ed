using HybridAi.Llm.Gateway;
using HybridAi.Storage;

namespace HybridAi.Benchmarks.Gateway;

/// <summary>What the gateway keeps: a SQLite database with ledger, budgets and cache.</summary>
internal sealed class GatewayState : IAsyncDisposable
{
    private readonly DirectoryInfo? _own;

    private GatewayState(SqliteDatabase database, DirectoryInfo? own)
    {
        (Database, _own) = (database, own);
        Ledger = new Ledger(database);
        Book = new BudgetBook(database, new BudgetOptions(), TimeProvider.System);
        Budgets = new BudgetStore(database, Book, TimeProvider.System);
    }

    public SqliteDatabase Database { get; }

    public Ledger Ledger { get; }

    public BudgetBook Book { get; }

    public BudgetStore Budgets { get; }

    /// <summary>In a directory of its own, gone at the end; or in one that is there and stays.</summary>
    public static async Task<GatewayState> CreateAsync(string? directory = null)
    {
        var own = directory is null ? Directory.CreateTempSubdirectory("hybridai-gateway-") : null;
        var database = new SqliteDatabase(Path.Combine(directory ?? own!.FullName, "state.db"));
        await new Migrator(database, TimeProvider.System).MigrateAsync(CancellationToken.None);
        return new GatewayState(database, own);
    }

    public CacheStore Cache(int mostAnswers = 50_000) => new(Database, new CacheOptions { MaxAnswers = mostAnswers }, TimeProvider.System);

    public ValueTask DisposeAsync()
    {
        _own?.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
