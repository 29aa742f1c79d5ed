using System.Collections.Concurrent;
using HybridAi.Api.Access;

namespace HybridAi.Api;

/// <summary>
/// Callers with a valid key, by the header that they send, for a second each: nearly all requests come from the few that asked a moment ago. A key that is
/// revoked or rotated in this process is asked for again at once, in others within the second, as with <see cref="OpenMode"/>.
/// </summary>
internal sealed class PredictCallers(ApiKeyStore keys, TimeProvider clock)
{
    private const int Most = 4_096;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>The caller of a request; null where there is no valid key in it.</summary>
    public ValueTask<Caller?> FindAsync(string authorization, CancellationToken cancellation)
    {
        if (_known.TryGetValue(authorization, out var known) && known.Changes == keys.Changes && clock.GetElapsedTime(known.At) < Fresh)
            return ValueTask.FromResult(known.Key.StateAt(clock.GetUtcNow()) == KeyState.Valid ? known.Caller : null);
        return AskAsync(authorization, cancellation);
    }

    private async ValueTask<Caller?> AskAsync(string authorization, CancellationToken cancellation)
    {
        if (!authorization.StartsWith(ApiKeyHandler.Bearer, StringComparison.OrdinalIgnoreCase)) return null;
        var secret = authorization[ApiKeyHandler.Bearer.Length..].Trim();
        var (changes, at) = (keys.Changes, clock.GetTimestamp());
        var key = secret.StartsWith(KeySecret.Start, StringComparison.Ordinal) ? await keys.FindAsync(secret, cancellation) : null;
        if (key?.StateAt(clock.GetUtcNow()) != KeyState.Valid) return null;
        // Only valid keys are kept: guesses can't fill it.
        if (_known.Count >= Most) _known.Clear();
        var caller = key.Purpose.ToCaller();
        _known[authorization] = new(key, caller, changes, at);
        return caller;
    }

    private sealed record Known(ApiKey Key, Caller Caller, long Changes, long At);
}
