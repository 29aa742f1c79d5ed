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

    /// <summary>Somebody tries the webhook out.</summary>
    public const string Test = "webhook.test";

    /// <summary>Those that one can ask to be told of.</summary>
    public static IReadOnlyList<string> All { get; } = [LabelCreated, RunCompleted, QueueEmpty];
}
