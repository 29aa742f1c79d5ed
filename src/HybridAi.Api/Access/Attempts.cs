using Dapper;
using HybridAi.Storage;

namespace HybridAi.Api.Access;

/// <summary>
/// Slows down guessing: after five failures in a row every further try makes a user wait, twice as long each time, up to a quarter of an
/// hour. A try is counted before its password is looked at, so that many at once get no more guesses than one after the other. Drawback:
/// whoever knows a name can keep that person out for a quarter of an hour at a time.
/// </summary>
internal sealed class Attempts(IDatabase database, TimeProvider clock)
{
    private const int Free = 5;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>Counts a try; false where the user has to wait, or does not exist.</summary>
    public async Task<bool> CountAsync(string name, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        while (true)
        {
            var now = clock.GetUtcNow();
            var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
                "SELECT failures, locked_until FROM users WHERE name = @name", new { name }, cancellationToken: cancellation));
            if (row is null || row.LockedUntil > now) return false;
            var (old, failures) = (row.Failures, row.Failures + 1);
            var until = failures < Free ? (DateTimeOffset?)null : now + Wait(failures);
            // Another try at the same moment may have been counted in between: then this one looks again.
            if (await connection.ExecuteAsync(new CommandDefinition(
                "UPDATE users SET failures = @failures, locked_until = @until WHERE name = @name AND failures = @old",
                new { name, failures, until, old }, cancellationToken: cancellation)) == 1) return true;
        }
    }

    /// <summary>Forgets the failures: the password was right.</summary>
    public async Task ForgetAsync(string name, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE users SET failures = 0, locked_until = NULL WHERE name = @name", new { name }, cancellationToken: cancellation));
    }

    private static TimeSpan Wait(long failures)
        => TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, FirstWait.TotalSeconds * Math.Pow(2, Math.Min(failures - Free, 20))));

    private sealed class Row
    {
        public long Failures { get; init; }
        public DateTimeOffset? LockedUntil { get; init; }
    }
}
