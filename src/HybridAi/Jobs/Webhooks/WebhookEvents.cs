namespace HybridAi.Jobs.Webhooks;

/// <summary>What a webhook can be told of.</summary>
public static class WebhookEvents
{
    /// <summary>Labels were proposed: those of one run within a few seconds, together.</summary>
    public const string LabelCreated = "label.created";

    /// <summary>A labelling run has ended, in whatever state.</summary>
    public const string RunCompleted = "run.completed";

    /// <summary>Somebody asked for the next record to review, and none is open any more.</summary>
    public const string QueueEmpty = "queue.empty";

    /// <summary>Audits have shown that the floor of a route does not hold.</summary>
    public const string RouteFloorBroken = "route.floor-broken";

    /// <summary>A candidate is the live route now.</summary>
    public const string RoutePromoted = "route.promoted";

    /// <summary>A candidate was worse, failed too often, or broke its own floor.</summary>
    public const string RouteRolledBack = "route.rolled-back";

    /// <summary>Traffic has drifted, serving differs from training, or a floor is broken; told once until somebody takes note of it.</summary>
    public const string MonitoringAlert = "monitoring.alert";

    /// <summary>Somebody tries the webhook out.</summary>
    public const string Test = "webhook.test";

    /// <summary>Those that one can ask to be told of.</summary>
    public static IReadOnlyList<string> All { get; } = [LabelCreated, RunCompleted, QueueEmpty, RouteFloorBroken, RoutePromoted, RouteRolledBack, MonitoringAlert];
}
