using Dapper;
using HybridAi.Storage;

namespace HybridAi.Llm.Gateway;

/// <summary>What tables of kept answers have in common: a key, the moment from which a row is no longer good, and a bound on how many there are.</summary>
internal static class ExpiringRows
{
    /// <summary>Removes rows that are past their time and, beyond the bound, the oldest.</summary>
    /// <returns>How many went.</returns>
    public static async Task<int> PurgeAsync(IDatabase database, string table, int most, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var expired = await connection.ExecuteAsync(new CommandDefinition(
            $"DELETE FROM {table} WHERE expires_at <= @now", new { now }, cancellationToken: cancellation));
        var count = await connection.ExecuteScalarAsync<long>(new CommandDefinition($"SELECT COUNT(*) FROM {table}", cancellationToken: cancellation));
        var excess = count - most;
        if (excess <= 0) return expired;
        return expired + await connection.ExecuteAsync(new CommandDefinition(
            $"DELETE FROM {table} WHERE key IN (SELECT key FROM {table} ORDER BY expires_at, key LIMIT @excess)", new { excess }, cancellationToken: cancellation));
    }

    /// <summary>How many rows there are, those past their time included.</summary>
    public static async Task<long> CountAsync(IDatabase database, string table, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition($"SELECT COUNT(*) FROM {table}", cancellationToken: cancellation));
    }
}
