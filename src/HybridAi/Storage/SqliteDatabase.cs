using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace HybridAi.Storage;

/// <summary>The embedded default: one file in WAL mode, so that readers go on while one writer writes.</summary>
public sealed class SqliteDatabase : IDatabase
{
    private readonly string _connectionString;

    /// <summary>A database in <paramref name="file"/>, which is created with its folder when the first connection opens.</summary>
    public SqliteDatabase(string file)
    {
        SQLitePCL.Batteries_V2.Init();
        File = Path.GetFullPath(file);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = File, ForeignKeys = true, DefaultTimeout = 30 }.ToString();
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
    public async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        var connection = new Connection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await connection.ExecuteAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
            SqliteBusyWait.Install(connection);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>A transaction of this provider begins IMMEDIATE: it is the lock.</remarks>
    public Task LockForMigrationAsync(DbTransaction transaction, CancellationToken cancellation) => Task.CompletedTask;

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
