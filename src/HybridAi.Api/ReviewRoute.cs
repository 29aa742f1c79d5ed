using HybridAi.Api.Edge;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api;

/// <summary>What the review endpoints have in common: the project of the address, the record of the address, the queues' names.</summary>
internal static class ReviewRoute
{
    private static readonly Dictionary<string, QueueKind> Queues = new()
    {
        ["mixed"] = QueueKind.Mixed, ["doubtful"] = QueueKind.Doubtful, ["held-out"] = QueueKind.HeldOut, ["random"] = QueueKind.Random, ["rare"] = QueueKind.Rare,
    };

    /// <summary>200 with what the stage says of the project, or the problem.</summary>
    public static async Task<Results<Ok<T>, ProblemHttpResult>> OverAsync<T>(
        ProjectStore projects, string project, Func<ProjectVersion, Task<Outcome<T>>> act, CancellationToken cancellation)
        where T : notnull
        => (await projects.FindAsync(project, cancellation)).Succeeded(out var version, out var unknown) ? (await act(version)).ToOk() : Refusal.Of(unknown);

    /// <summary>The queue of this name.</summary>
    public static Outcome<QueueKind> Queue(string name)
        => Queues.TryGetValue(name, out var kind)
            ? kind
            : Fault.BadInput("queue-unknown", $"There is no queue '{name}'. Known: {string.Join(", ", Queues.Keys)}.", "queue");

    /// <summary>A slash is the one character that stays escaped in a route value.</summary>
    public static string Id(string routeValue) => routeValue.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
