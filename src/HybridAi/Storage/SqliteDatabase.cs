using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;

namespace HybridAi.Storage;

/// <summary>The embedded default: one file in WAL mode, so that readers go on while one writer writes.</summary>
public sealed class SqliteDatabase : IDatabase, IDisposable, IAsyncDisposable
{
    private readonly string _connectionString;
    private readonly SqliteCheckpoints _checkpoints;

    // Connections come out of a pool as they went in: what was set on one still holds.
    private readonly ConditionalWeakTable<object, object> _ready = [];

    /// <summary>A database in <paramref name="file"/>, which is created with its folder when the first connection opens.</summary>
    public SqliteDatabase(string file)
    {
        SQLitePCL.Batteries_V2.Init();
        File = Path.GetFullPath(file);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = File, ForeignKeys = true, DefaultTimeout = 30 }.ToString();
        _checkpoints = new SqliteCheckpoints(() => OpenAsync(CancellationToken.None));
        Writes = new SharedWrites(OpenWriterAsync, keepsOpen: true, _checkpoints.CommittedAsync);
        Reads = new SharedReads(OpenAsync, keepsOpen: true);
    }

    /// <summary>The database file's full path.</summary>
    public string File { get; }

    /// <inheritdoc/>
    public string Name => "sqlite";

    /// <inheritdoc/>
    public string Place => File;

    /// <inheritdoc/>
    public string IdentityColumn => "INTEGER PRIMARY KEY AUTOINCREMENT";

    /// <inheritdoc/>
    public string BytesColumn => "BLOB";

    /// <inheritdoc/>
    public SharedWrites Writes { get; }

    /// <inheritdoc/>
    public SharedReads Reads { get; }

    /// <inheritdoc/>
    public async Task<DbConnection> OpenAsync(CancellationToken cancellation) => await OpenAsync(_connectionString, cancellation);

    /// <inheritdoc/>
    /// <remarks>A transaction of this provider begins IMMEDIATE: it is the lock.</remarks>
    public Task LockForMigrationAsync(DbTransaction transaction, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Closes the connections that were kept, and carries the log over to the database file.</summary>
    public async ValueTask DisposeAsync()
    {
        await Writes.DisposeAsync();
        await Reads.DisposeAsync();
        if (System.IO.File.Exists(File)) await _checkpoints.CarryOverAsync();
        _checkpoints.Dispose();
    }

    private async Task<Session> OpenWriterAsync()
    {
        // Not of the pool: nobody else may get it with its checkpoints taken away.
        var connection = await OpenAsync($"{_connectionString};Pooling=False", CancellationToken.None);
        _checkpoints.Install(connection);
        return new Session(connection);
    }

    private async Task<SqliteConnection> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var connection = new Connection(connectionString);
        try
        {
            if (!System.IO.File.Exists(File)) Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            await connection.OpenAsync(cancellation);
            if (_ready.TryGetValue(connection.Handle!, out _)) return connection;
            // Before the first statement, which may meet another's lock.
            SqliteBusyWait.Install(connection);
            await connection.ExecuteAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
            _ready.AddOrUpdate(connection.Handle!, this);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // A transaction that SQLite gave up by itself (full disk) stays open in the provider's eyes, and closing would fail over it and hide why.
    private sealed class Connection(string connectionString) : SqliteConnection(connectionString)
    {
        protected override void Dispose(bool disposing)
        {
            try
            {
                base.Dispose(disposing);
            }
            catch (SqliteException) when (Transaction is not null)
            {
                Handle?.Dispose();
            }
        }
    }
}
