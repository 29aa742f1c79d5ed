using Dapper;
using HybridAi.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>Answers of models by key, with a time to live and a bound on how many.</summary>
public sealed class CacheStore(IDatabase database, CacheOptions options, TimeProvider clock)
{
    private const int CheckEvery = 100;
    private int _stored;

    /// <summary>What is kept, and how long.</summary>
    internal CacheOptions Options => options;

    /// <summary>The key under which the answer to such a call is kept; null: the call is not one to be answered from the cache.</summary>
    internal string? KeyOf(string alias, ModelOptions model, IEnumerable<ChatMessage> messages, ChatOptions? call)
    {
        var context = CallContext.Of(call);
        if (context.BypassCache || (call?.Temperature is not 0 && !options.AnyTemperature)) return null;
        // Log-probabilities are not kept with an answer, so a kept one can't serve who asks for them.
        return call?.AskedLogprobs() is null ? CacheKey.Of(alias, model, context, messages, call) : null;
    }

    /// <summary>Those of the keys whose answers are there and still good.</summary>
    internal async Task<IReadOnlySet<string>> HeldAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        var parameters = new DynamicParameters(new { now = clock.GetUtcNow() });
        var list = InList.Add(parameters, "key", keys);
        await using var connection = await database.OpenAsync(cancellation);
        var held = await connection.QueryAsync<string>(new CommandDefinition(
            $"SELECT key FROM answer_cache WHERE expires_at > @now AND key IN {list}", parameters, cancellationToken: cancellation));
        return held.ToHashSet(StringComparer.Ordinal);
    }

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
    public async Task<int> PurgeAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var expired = await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM answer_cache WHERE expires_at <= @now", new { now = clock.GetUtcNow() }, cancellationToken: cancellation));
        var count = await connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT COUNT(*) FROM answer_cache", cancellationToken: cancellation));
        var excess = count - options.MaxAnswers;
        if (excess <= 0) return expired;
        return expired + await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM answer_cache WHERE key IN (SELECT key FROM answer_cache ORDER BY expires_at, key LIMIT @excess)", new { excess },
            cancellationToken: cancellation));
    }

    /// <summary>How many answers are kept, those past their time included.</summary>
    public async Task<long> CountAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT COUNT(*) FROM answer_cache", cancellationToken: cancellation));
    }

    /// <summary>Removes every kept answer.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ClearAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition("DELETE FROM answer_cache", cancellationToken: cancellation));
    }
}
