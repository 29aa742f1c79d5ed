using System.Globalization;
using HybridAi.Storage;

namespace HybridAi.Serve.Prediction;

/// <summary>What a request under an idempotency key was answered.</summary>
/// <param name="RequestHash">The request by its content.</param>
/// <param name="Status">The status.</param>
/// <param name="Body">The body.</param>
public sealed record KeptAnswer(string RequestHash, int Status, string Body);

/// <summary>The answers of requests that their callers may repeat, for <see cref="KeptFor"/> each.</summary>
public sealed class RepeatStore(IDatabase database, TimeProvider clock)
{
    /// <summary>For so long a repeated request is answered as before.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    private static readonly SharedWrite<Line> Insert = new(place: 0, async (session, lines) =>
    {
        foreach (var line in lines)
        {
            await session.ExecuteAsync("DELETE FROM prediction_repeats WHERE created_at < @Before", ("@Before", line.At - KeptFor));
            await session.ExecuteAsync(
                """
                INSERT INTO prediction_repeats (project, caller, idempotency_key, request_hash, status, body, created_at)
                VALUES (@Project, @Caller, @Key, @Hash, @Status, @Body, @At) ON CONFLICT (project, caller, idempotency_key) DO NOTHING
                """,
                ("@Project", line.Project), ("@Caller", line.Caller), ("@Key", line.Key), ("@Hash", line.Answer.RequestHash), ("@Status", (long)line.Answer.Status),
                ("@Body", line.Answer.Body), ("@At", line.At));
        }
    });

    /// <summary>What a caller's key was answered; null where it was not used within the time.</summary>
    public async Task<KeptAnswer?> FindAsync(string project, string caller, string key, CancellationToken cancellation)
    {
        var found = await database.Reads.AllAsync(
            "SELECT request_hash, status, body FROM prediction_repeats WHERE project = @Project AND caller = @Caller AND idempotency_key = @Key AND created_at >= @From",
            row => new KeptAnswer(row.GetString(0), Convert.ToInt32(row.GetValue(1), CultureInfo.InvariantCulture), row.GetString(2)),
            [("@Project", project), ("@Caller", caller), ("@Key", key), ("@From", clock.GetUtcNow() - KeptFor)], cancellation);
        return found is [var answer] ? answer : null;
    }

    /// <summary>Keeps an answer; where the key has one, that stays.</summary>
    public Task KeepAsync(string project, string caller, string key, KeptAnswer answer)
        => database.Writes.AddAsync(Insert, new Line(project, caller, key, answer, clock.GetUtcNow()));

    private sealed record Line(string Project, string Caller, string Key, KeptAnswer Answer, DateTimeOffset At);
}
