using HybridAi.Curate.Ingestion;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Routing;
using Microsoft.Extensions.Logging;

namespace HybridAi.Serve.Prediction;

/// <summary>
/// Walks one text along a route, live or not, for somebody who wants to see how it decides. The tiers are really asked, and their calls paid and written down as
/// such; the answer itself is no prediction and writes no line of one, so that a trial changes neither shares nor savings.
/// </summary>
public sealed class RouteExplainer : IDisposable
{
    private readonly RouteStore _routes;
    private readonly LiveRoutes _open;
    private readonly TierCall _call;
    private readonly IngestionOptions _bounds;
    private readonly PredictionOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>An explainer; nothing is opened before the first text.</summary>
    public RouteExplainer(
        RouteStore routes, OpenLabeller open, IngestionOptions bounds, PredictionOptions options, TimeProvider clock, ILogger<RouteExplainer> logger)
        => (_routes, _open, _call, _bounds, _options, _clock) = (routes, new(routes, null, open, clock, logger), new(clock, logger), bounds, options, clock);

    /// <inheritdoc/>
    public void Dispose() => _open.Dispose();

    /// <summary>Walks the text.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="route">The route's hash or its beginning; null: the live one.</param>
    /// <param name="payer">Who pays besides the project.</param>
    /// <param name="request">The text or row; limits are not looked at.</param>
    /// <param name="cancellation">Stops asking.</param>
    /// <returns>The decision, with a fault inside where no tier could answer; or a fault: <c>text-empty</c>, <c>text-too-long</c>, what is wrong with a row, <c>route-missing</c>, <c>route-unknown</c>.</returns>
    public async Task<Outcome<Prediction>> ExplainAsync(string project, string? route, Payer payer, PredictionRequest request, CancellationToken cancellation)
    {
        if (!(await OpenAsync(project, route, cancellation)).Succeeded(out var opened, out var fault)) return fault;
        request = RequestedRow.Of(opened.Definition.Project, request);
        if (request.Unfit(_bounds) is { } unfit) return unfit;
        var id = $"explain-{Guid.CreateVersion7(_clock.GetUtcNow()):N}";
        return await new RouteWalk(opened, payer, _call, _options, _clock).RunAsync(id, $"{id}-0", request.Text, WalkBounds.None, cancellation);
    }

    private async Task<Outcome<LiveRoute>> OpenAsync(string project, string? route, CancellationToken cancellation)
    {
        if (route is null) return (await _open.GetAsync(project, cancellation)).Then<LiveRoute>(arms => arms.Champion);
        if (!(await _routes.FindAsync(project, route, cancellation)).Succeeded(out var stored, out var fault)) return fault;
        return await _open.OpenAsync(stored, DecisionArms.Champion, [], cancellation);
    }
}
