using HybridAi.Storage;

namespace HybridAi.Jobs.Webhooks;

/// <summary>
/// What is to be told, written in the transaction of what happened: neither is there without the other. A line for each of the project's webhooks that
/// wants the event.
/// </summary>
internal static class WebhookOutbox
{
    /// <summary>So many ids a delivery; the count tells of the rest.</summary>
    public const int MostRecordIds = 1_000;

    /// <summary>Writes one event; its values are those of <see cref="Announcement"/>.</summary>
    public const string Announce =
        """
        INSERT INTO webhook_deliveries (id, webhook_id, project, event, facts, state, next_at, created_at)
        SELECT @Id || '-' || w.id, w.id, w.project, @Event, @Facts, 'Waiting', @At, @At
        FROM webhooks w WHERE w.project = @Project AND w.events LIKE '%' || @Event || '%'
        """;

    // CASE looks at the count before this batch, so a delivery holds up to a batch more; the bound is kept when its body is written.
    private const string Join =
        """
        UPDATE webhook_deliveries SET record_count = record_count + @Count,
          record_ids = CASE WHEN record_count < @Most THEN record_ids || @RecordIds ELSE record_ids END
        WHERE about = @RunId AND state = 'Gathering'
        """;

    private const string Gather =
        """
        INSERT INTO webhook_deliveries (id, webhook_id, project, event, about, facts, record_count, record_ids, state, next_at, created_at)
        SELECT @Id || '-' || w.id, w.id, w.project, 'label.created', @RunId, @Facts, @Count, @RecordIds, 'Gathering', @DueAt, @At
        FROM webhooks w WHERE w.project = @Project AND w.events LIKE '%label.created%' AND NOT EXISTS (
          SELECT 1 FROM webhook_deliveries d WHERE d.about = @RunId AND d.webhook_id = w.id AND d.state = 'Gathering')
        """;

    /// <summary>For how long labels of a run are gathered into one delivery.</summary>
    public static readonly TimeSpan GatherFor = TimeSpan.FromSeconds(5);

    /// <summary>Adds labels to what a run's next delivery tells of.</summary>
    public static async Task GatherAsync(Session session, string project, string runId, IReadOnlyList<string> recordIds, DateTimeOffset at)
    {
        var (count, lines) = ((long)recordIds.Count, string.Concat(recordIds.Select(id => Json.Write(id) + "\n")));
        await session.ExecuteAsync(Join, ("@Count", count), ("@Most", (long)MostRecordIds), ("@RecordIds", lines), ("@RunId", runId));
        await session.ExecuteAsync(
            Gather, ("@Id", NewId(at)), ("@RunId", runId), ("@Facts", Json.Write(new { run = runId })), ("@Count", count), ("@RecordIds", lines),
            ("@DueAt", at + GatherFor), ("@At", at), ("@Project", project));
    }

    public static string NewId(DateTimeOffset at) => $"event-{Guid.CreateVersion7(at):N}";
}

/// <summary>An event as <see cref="WebhookOutbox.Announce"/> takes it.</summary>
internal sealed record Announcement(string Id, string Project, string Event, string Facts, DateTimeOffset At)
{
    /// <summary>An event of now, with what is to be known of it: ids, counts and states, never texts.</summary>
    public static Announcement Of<T>(string project, string @event, T facts, DateTimeOffset at) => new(WebhookOutbox.NewId(at), project, @event, Json.Write(facts), at);
}
