using System.Runtime.InteropServices;
using Dapper;
using HybridAi.Storage;

namespace HybridAi.Llm.Gateway;

/// <summary>Vectors of texts by key, with a time to live and a bound on how many.</summary>
public sealed class VectorStore(IDatabase database, CacheOptions options, TimeProvider clock)
{
    private const string Table = "vector_cache";
    private const int KeysPerQuery = 500;
    private const int CheckEvery = 1_000;
    private int _stored;

    /// <summary>What is kept, and how long.</summary>
    internal CacheOptions Options => options;

    /// <summary>The vectors under these keys; keys without one that is still good are missing.</summary>
    internal async Task<Dictionary<string, ReadOnlyMemory<float>>> FindAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var found = new Dictionary<string, ReadOnlyMemory<float>>(StringComparer.Ordinal);
        await using var connection = await database.OpenAsync(cancellation);
        foreach (var some in keys.Chunk(KeysPerQuery))
        {
            var parameters = new DynamicParameters(new { now = clock.GetUtcNow() });
            var rows = await connection.QueryAsync<(string Key, string Vector)>(new CommandDefinition(
                $"SELECT key, vector FROM {Table} WHERE key IN {InList.Add(parameters, "key", some)} AND expires_at > @now", parameters, cancellationToken: cancellation));
            foreach (var (key, vector) in rows) found[key] = MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(vector)).ToArray();
        }

        return found;
    }

    /// <summary>Keeps vectors, all of them or none; older ones under the same keys go.</summary>
    internal async Task SaveAsync(string model, IReadOnlyDictionary<string, ReadOnlyMemory<float>> vectors, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        // In one order, so that no two who keep the same texts wait for each other's rows.
        var rows = vectors.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new
        {
            entry.Key, model, vector = Convert.ToBase64String(MemoryMarshal.AsBytes(entry.Value.Span)), now, expiry = now.AddHours(options.Hours),
        });
        await using (var connection = await database.OpenAsync(cancellation))
        await using (var transaction = await WriteTransaction.BeginAsync(connection, cancellation))
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"""
                INSERT INTO {Table} (key, model, vector, created_at, expires_at) VALUES (@Key, @model, @vector, @now, @expiry)
                ON CONFLICT (key) DO UPDATE SET vector = excluded.vector, created_at = excluded.created_at, expires_at = excluded.expires_at
                """,
                rows, transaction.Inner, cancellationToken: cancellation));
            await transaction.CommitAsync(cancellation);
        }

        // Now and then, and whenever this many alone could fill what is kept.
        var step = Math.Min(CheckEvery, options.MaxVectors);
        var stored = Interlocked.Add(ref _stored, vectors.Count);
        if (stored / step != (stored - vectors.Count) / step) await PurgeAsync(cancellation);
    }

    /// <summary>Removes vectors that are past their time and, beyond the bound, the oldest.</summary>
    /// <returns>How many went.</returns>
    public Task<int> PurgeAsync(CancellationToken cancellation) => ExpiringRows.PurgeAsync(database, Table, options.MaxVectors, clock.GetUtcNow(), cancellation);

    /// <summary>How many vectors are kept, those past their time included.</summary>
    public Task<long> CountAsync(CancellationToken cancellation) => ExpiringRows.CountAsync(database, Table, cancellation);
}
