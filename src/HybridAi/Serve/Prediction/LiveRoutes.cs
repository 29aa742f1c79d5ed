using System.Collections.Concurrent;
using HybridAi.Curate.Labelling;
using HybridAi.Serve.Routing;
using Microsoft.Extensions.Logging;

namespace HybridAi.Serve.Prediction;

/// <summary>
/// The live route of each project with its labellers open. Every request asks the store for the live route's hash, one small query, so that
/// every process follows a change at once; labellers are opened only when that hash is new, and those that the new route shares with the
/// old one are taken over.
/// </summary>
internal sealed partial class LiveRoutes(RouteStore routes, OpenLabeller open, TimeProvider clock, ILogger logger) : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, LiveRoute> _live = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _opening = new(1, 1);

    public void Dispose() => _opening.Dispose();

    /// <summary>The project's live route, or the fault <c>route-missing</c>.</summary>
    public async Task<Outcome<LiveRoute>> GetAsync(string project, CancellationToken cancellation)
    {
        if (await routes.LiveHashAsync(project, cancellation) is not { } hash) return RouteStore.Missing(project);
        if (Current(project, hash) is { } current) return current;
        await _opening.WaitAsync(cancellation);
        try
        {
            if (Current(project, hash) is { } opened) return opened;
            if (!(await routes.FindAsync(project, hash, cancellation)).Succeeded(out var stored, out var fault)) return fault;
            return _live[project] = await OpenAsync(stored, _live.GetValueOrDefault(project), cancellation);
        }
        finally
        {
            _opening.Release();
        }
    }

    // A route with a labeller that could not be opened is tried again after a while, not at every request.
    private LiveRoute? Current(string project, string hash)
        => _live.TryGetValue(project, out var live) && live.Hash == hash && (live.Whole || clock.GetUtcNow() < live.OpenedAt + RetryAfter) ? live : null;

    /// <summary>A route with its labellers open, whether or not it is live; those that it shares with the one before are taken over.</summary>
    internal async Task<LiveRoute> OpenAsync(StoredRoute stored, LiveRoute? before, CancellationToken cancellation)
    {
        var route = stored.Definition;
        var steps = new List<LiveStep>();
        foreach (var step in route.Steps)
        {
            var shared = before?.Steps.FirstOrDefault(
                old => old.Labeller is not ClosedLabeller && old.Labeller.Name == step.Labeller && old.Labeller.Version == step.LabellerVersion);
            steps.Add(new(step, shared?.Labeller ?? await OpenAsync(route, step, cancellation)));
        }

        Log.Live(logger, route.Project.Name, stored.Hash, steps.Count);
        var labellers = route.Steps.DistinctBy(step => step.Labeller).ToDictionary(step => step.Labeller, step => step.LabellerVersion);
        var versions = new PredictionVersions(route.ProjectVersion, stored.Hash, route.ModelHash, route.DatasetHash, labellers);
        return new(stored.Hash, route, steps, versions, clock.GetUtcNow());
    }

    private async Task<ILabeller> OpenAsync(Route route, RouteStep step, CancellationToken cancellation)
    {
        if ((await open(route.Project, route.DatasetHash, step.Labeller, cancellation)).Succeeded(out var labeller, out var fault))
        {
            if (labeller.Version == step.LabellerVersion) return labeller;
            fault = Fault.Conflict(
                "labeller-changed",
                $"{step.Labeller} is not what it was when the route was chosen (its model, prompt or settings changed): choose a route again, "
                + "or undo the change.");
        }

        Log.NotOpened(logger, step.Labeller, route.Project.Name, fault.Code, fault.Reason);
        return new ClosedLabeller(step, fault);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Route {Route} of {Project} is live with {Steps} tiers")]
        public static partial void Live(ILogger logger, string project, string route, int steps);

        [LoggerMessage(Level = LogLevel.Error, Message = "Labeller {Labeller} of {Project} can't be opened ({Code}): {Reason}")]
        public static partial void NotOpened(ILogger logger, string labeller, string project, string code, string reason);
    }
}
