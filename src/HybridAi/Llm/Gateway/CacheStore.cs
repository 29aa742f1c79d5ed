using Dapper;
using HybridAi.Storage;

namespace HybridAi.Llm.Gateway;

/// <summary>Answers of models by key, with a time to live and a bound on how many.</summary>
public sealed class CacheStore(IDatabase database, CacheOptions options, TimeProvider clock)
{
    private const string Table = "answer_cache";
    private const int CheckEvery = 100;
    private int _stored;

    /// <summary>What is kept, and how long.</summary>
    internal CacheOptions Options => options;

    /// <summary>The answer under this key; null where there is none that is still good.</summary>
    internal async Task<CachedAnswer?> FindAsync(string key, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var answer = await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(
            "SELECT answer FROM answer_cache WHERE key = @key AND expires_at > @now", new { key, now = clock.GetUtcNow() }, cancellationToken: cancellation));
        return answer is null ? null : Json.Read<CachedAnswer>(answer);
    }

    /// <summary>Keeps an answer, unless it is too long; an older one under the same key goes.</summary>
    internal async Task SaveAsync(string key, string model, CachedAnswer answer, CancellationToken cancellation)
    {
        if (answer.Text.Length > options.MaxAnswerCharacters) return;
        var now = clock.GetUtcNow();
        await using (var connection = await database.OpenAsync(cancellation))
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                INSERT INTO answer_cache (key, model, answer, created_at, expires_at) VALUES (@key, @model, @answer, @now, @expiry)
                ON CONFLICT (key) DO UPDATE SET answer = excluded.answer, created_at = excluded.created_at, expires_at = excluded.expires_at
                """,
                new { key, model, answer = Json.Write(answer), now, expiry = now.AddHours(options.Hours) }, cancellationToken: cancellation));
        }

        if (Interlocked.Increment(ref _stored) % Math.Min(CheckEvery, options.MaxAnswers) == 0) await PurgeAsync(cancellation);
    }

    /// <summary>Removes answers that are past their time and, beyond the bound, the oldest.</summary>
    /// <returns>How many went.</returns>
    public Task<int> PurgeAsync(CancellationToken cancellation) => ExpiringRows.PurgeAsync(database, Table, options.MaxAnswers, clock.GetUtcNow(), cancellation);

    /// <summary>How many answers are kept, those past their time included.</summary>
    public Task<long> CountAsync(CancellationToken cancellation) => ExpiringRows.CountAsync(database, Table, cancellation);
}
