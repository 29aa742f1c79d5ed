using System.Data.Common;
using Dapper;
using Npgsql;

namespace HybridAi.Storage;

/// <summary>PostgreSQL, for when the embedded default is outgrown: several processes, one state.</summary>
public sealed class PostgresDatabase : IDatabase, IAsyncDisposable
{
    private const long MigrationLock = 0x48794272_69644169;
    private readonly NpgsqlDataSource _source;

    /// <summary>A database behind <paramref name="connectionString"/>; nothing is opened yet.</summary>
    public PostgresDatabase(string connectionString)
    {
        _source = NpgsqlDataSource.Create(connectionString);
        var named = new NpgsqlConnectionStringBuilder(connectionString);
        Writes = new SharedWrites(async () => new Session(await OpenAsync(CancellationToken.None)), keepsOpen: false);
        Reads = new SharedReads(OpenAsync, keepsOpen: false);
        Place = $"{named.Host}:{named.Port}/{named.Database}";
    }

    /// <inheritdoc/>
    public string Name => "postgres";

    /// <inheritdoc/>
    public string Place { get; }

    /// <inheritdoc/>
    public string IdentityColumn => "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";

    /// <inheritdoc/>
    public string BytesColumn => "BYTEA";

    /// <inheritdoc/>
    public SharedWrites Writes { get; }

    /// <inheritdoc/>
    public SharedReads Reads { get; }

    /// <inheritdoc/>
    public async Task<DbConnection> OpenAsync(CancellationToken cancellation) => await _source.OpenConnectionAsync(cancellation);

    /// <inheritdoc/>
    public Task LockForMigrationAsync(DbTransaction transaction, CancellationToken cancellation)
        => transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "SELECT pg_advisory_xact_lock(@key)", new { key = MigrationLock }, transaction, cancellationToken: cancellation));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Writes.DisposeAsync();
        await _source.DisposeAsync();
    }
}
