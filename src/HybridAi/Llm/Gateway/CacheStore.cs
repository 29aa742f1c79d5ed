using Dapper;
using HybridAi.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>Answers of models by key, with a time to live and a bound on how many.</summary>
public sealed class CacheStore(IDatabase database, CacheOptions options, TimeProvider clock)
{
    private const string Table = "answer_cache";
    private const int CheckEvery = 100;

    // In the order of keys, so that processes that keep the same answers don't wait for each other.
    private static readonly SharedWrite<Kept> Save = new(place: 1, async (session, answers) =>
    {
        foreach (var kept in answers.OrderBy(kept => kept.Key, StringComparer.Ordinal))
            await session.ExecuteAsync(
                """
                INSERT INTO answer_cache (key, model, answer, created_at, expires_at) VALUES (@Key, @Model, @Answer, @At, @Expiry)
                ON CONFLICT (key) DO UPDATE SET answer = excluded.answer, created_at = excluded.created_at, expires_at = excluded.expires_at
                """,
                ("@Key", kept.Key), ("@Model", kept.Model), ("@Answer", kept.Answer), ("@At", kept.At), ("@Expiry", kept.Expiry));
    });

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
        var found = await database.Reads.AllAsync(
            "SELECT answer FROM answer_cache WHERE key = @Key AND expires_at > @Now", row => row.GetString(0),
            [("@Key", key), ("@Now", clock.GetUtcNow())], cancellation);
        return found is [var answer] ? Json.Read<CachedAnswer>(answer) : null;
    }

    /// <summary>Keeps an answer, unless it is too long; an older one under the same key goes.</summary>
    internal async Task SaveAsync(string key, string model, CachedAnswer answer, CancellationToken cancellation)
    {
        if (answer.Text.Length > options.MaxAnswerCharacters) return;
        var now = clock.GetUtcNow();
        await database.Writes.AddAsync(Save, new Kept(key, model, Json.Write(answer), now, now.AddHours(options.Hours)));
        if (Interlocked.Increment(ref _stored) % Math.Min(CheckEvery, options.MaxAnswers) == 0) await PurgeAsync(cancellation);
    }

    /// <summary>Removes answers that are past their time and, beyond the bound, the oldest.</summary>
    /// <returns>How many went.</returns>
    public Task<int> PurgeAsync(CancellationToken cancellation) => ExpiringRows.PurgeAsync(database, Table, options.MaxAnswers, clock.GetUtcNow(), cancellation);

    /// <summary>How many answers are kept, those past their time included.</summary>
    public Task<long> CountAsync(CancellationToken cancellation) => ExpiringRows.CountAsync(database, Table, cancellation);

    /// <summary>Removes every kept answer.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ClearAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition("DELETE FROM answer_cache", cancellationToken: cancellation));
    }

    private sealed record Kept(string Key, string Model, string Answer, DateTimeOffset At, DateTimeOffset Expiry);
}
