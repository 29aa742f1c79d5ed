using System.Collections.Concurrent;
using HybridAi.Curate.Labelling;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Routing;
using HybridAi.Serve.Succession;
using Microsoft.Extensions.Logging;

namespace HybridAi.Serve.Prediction;

/// <summary>
/// The live route of each project with its labellers open. Every request asks the store for the live route's hash, one small query, so that
/// every process follows a change at once; labellers are opened only when that hash is new, and those that the new route shares with the
/// old one are taken over. A candidate under way is opened beside it in the same manner.
/// </summary>
internal sealed partial class LiveRoutes(RouteStore routes, Beside? beside, OpenLabeller open, TimeProvider clock, ILogger logger) : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    // For so long another process's change may go unseen by those who take what was seen last; one of this process is seen at once.
    private static readonly TimeSpan SeenFor = TimeSpan.FromMilliseconds(250);
    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string Hash, DateTimeOffset At)> _held = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LiveRoute> _live = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LiveRoute> _candidates = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _opening = new(1, 1);

    public void Dispose() => _opening.Dispose();

    /// <summary>A route of this hash with its labellers open, live or not.</summary>
    public async Task<Outcome<LiveRoute>> OpenAsync(string project, string hash, CancellationToken cancellation)
    {
        if (!(await routes.FindAsync(project, hash, cancellation)).Succeeded(out var stored, out var fault)) return fault;
        return await OpenAsync(stored, DecisionArms.Champion, _live.TryGetValue(project, out var live) ? live.Steps : [], cancellation);
    }

    /// <summary>The same as it was seen a moment ago, without a look at the database where that will do.</summary>
    public ValueTask<Outcome<LiveArms>> GetRecentAsync(string project, CancellationToken cancellation)
        => _seen.TryGetValue(project, out var seen) && seen.Moves == Moves && clock.GetElapsedTime(seen.At) < SeenFor
            ? ValueTask.FromResult<Outcome<LiveArms>>(seen.Arms)
            : LookAsync(project, cancellation);

    private (long, long) Moves => (routes.Moves, beside?.Moves ?? 0);

    private async ValueTask<Outcome<LiveArms>> LookAsync(string project, CancellationToken cancellation)
    {
        // Before the look: a change that comes meanwhile makes what is seen old at once.
        var (moves, at) = (Moves, clock.GetTimestamp());
        var arms = await GetAsync(project, cancellation);
        if (arms.Succeeded(out var found, out _)) _seen[project] = new(found, moves, at);
        return arms;
    }

    /// <summary>The project's live route and the candidate beside it, or the fault <c>route-missing</c>.</summary>
    public async Task<Outcome<LiveArms>> GetAsync(string project, CancellationToken cancellation)
    {
        if (await routes.LiveHashAsync(project, cancellation) is not { } hash) return RouteStore.Missing(project);
        if (!(await GetAsync(_live, project, hash, DecisionArms.Champion, cancellation)).Succeeded(out var champion, out var fault)) return fault;
        // A comparison with a route that is no longer live is over, whatever the store says until somebody looks.
        if (beside is null || await beside.RunningAsync(project, cancellation) is not { } running || running.Champion != hash)
            return new LiveArms(champion);
        return (await GetAsync(_candidates, project, running.Candidate, DecisionArms.Canary, cancellation)).Succeeded(out var candidate, out _)
            ? new LiveArms(champion, candidate, running)
            : new LiveArms(champion);
    }

    private async Task<Outcome<LiveRoute>> GetAsync(
        ConcurrentDictionary<string, LiveRoute> arm, string project, string hash, string name, CancellationToken cancellation)
    {
        if (Current(arm, project, hash) is { } current) return current;
        await _opening.WaitAsync(cancellation);
        try
        {
            if (Current(arm, project, hash) is { } opened) return opened;
            if (!(await routes.FindAsync(project, hash, cancellation)).Succeeded(out var stored, out var fault)) return fault;
            var opens = await OpenAsync(stored, name, [.. Open(_live, project), .. Open(_candidates, project)], cancellation);
            // A route of which nothing can be opened, its model file cut short or edited, would answer nobody: the one before it serves on.
            if (opens.Steps.All(step => step.Labeller is ClosedLabeller) && arm.TryGetValue(project, out var before) && before.Whole)
            {
                _held[project] = (hash, clock.GetUtcNow());
                Log.Held(logger, hash, project, before.Hash);
                return before;
            }

            return arm[project] = opens;
        }
        finally
        {
            _opening.Release();
        }

        static IReadOnlyList<LiveStep> Open(ConcurrentDictionary<string, LiveRoute> arm, string project)
            => arm.TryGetValue(project, out var route) ? route.Steps : [];
    }

    // A route with a labeller that could not be opened is tried again after a while, not at every request.
    private LiveRoute? Current(ConcurrentDictionary<string, LiveRoute> arm, string project, string hash)
    {
        if (!arm.TryGetValue(project, out var live)) return null;
        var (serves, since) = _held.TryGetValue(project, out var held) && held.Hash == hash ? (true, held.At) : (live.Hash == hash, live.OpenedAt);
        return serves && ((live.Whole && live.Hash == hash) || clock.GetUtcNow() < since + RetryAfter) ? live : null;
    }

    /// <summary>A route with its labellers open, whether or not it is live; those that it shares with others are taken over.</summary>
    internal async Task<LiveRoute> OpenAsync(StoredRoute stored, string arm, IReadOnlyList<LiveStep> before, CancellationToken cancellation)
    {
        var route = stored.Definition;
        var steps = new List<LiveStep>();
        foreach (var step in route.Steps)
        {
            var shared = before.FirstOrDefault(
                old => old.Labeller is not ClosedLabeller && old.Labeller.Name == step.Labeller && old.Labeller.Version == step.LabellerVersion);
            steps.Add(new(step, shared?.Labeller ?? await OpenAsync(route, step, cancellation)));
        }

        Log.Live(logger, route.Project.Name, stored.Hash, steps.Count);
        return new(stored.Hash, route, steps, LiveRoute.VersionsOf(stored, arm), clock.GetUtcNow());
    }

    private async Task<ILabeller> OpenAsync(Route route, RouteStep step, CancellationToken cancellation)
    {
        if ((await open(route.Project, route.DatasetHash, step.Labeller, cancellation)).Succeeded(out var labeller, out var fault))
        {
            if (labeller.Version == step.LabellerVersion) return beside is null || AnswerMemory.IsFree(step.Tier) ? labeller : beside.Memory.Over(labeller);
            fault = Fault.Conflict(
                "labeller-changed",
                $"{step.Labeller} is not what it was when the route was chosen (its model, prompt or settings changed): choose a route again, "
                + "or undo the change.");
        }

        Log.NotOpened(logger, step.Labeller, route.Project.Name, fault.Code, fault.Reason);
        return new ClosedLabeller(step, fault);
    }

    private sealed record Seen(LiveArms Arms, (long, long) Moves, long At);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Route {Route} of {Project} is live with {Steps} tiers")]
        public static partial void Live(ILogger logger, string project, string route, int steps);

        [LoggerMessage(Level = LogLevel.Error, Message = "Nothing of route {Route} of {Project} can be opened; route {Before} serves on")]
        public static partial void Held(ILogger logger, string route, string project, string before);

        [LoggerMessage(Level = LogLevel.Error, Message = "Labeller {Labeller} of {Project} can't be opened ({Code}): {Reason}")]
        public static partial void NotOpened(ILogger logger, string labeller, string project, string code, string reason);
    }
}
