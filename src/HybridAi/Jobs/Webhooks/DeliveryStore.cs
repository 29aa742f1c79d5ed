using Dapper;
using HybridAi.Storage;

namespace HybridAi.Jobs.Webhooks;

/// <summary>The outbox as its sender sees it: what is due, and what became of it.</summary>
public sealed class DeliveryStore(IDatabase database, TimeProvider clock)
{
    // The condition stands twice: PostgreSQL checks only the outer one again when two processes reached for the same row.
    private const string Claim =
        """
        UPDATE webhook_deliveries SET state = 'Sending', attempts = attempts + 1, next_at = @silentAt
        WHERE state IN ('Gathering', 'Waiting', 'Sending') AND next_at <= @now AND id IN (
          SELECT id FROM webhook_deliveries WHERE state IN ('Gathering', 'Waiting', 'Sending') AND next_at <= @now ORDER BY next_at, id LIMIT @take)
        RETURNING *
        """;

    /// <summary>A webhook's deliveries, newest first.</summary>
    public Task<IReadOnlyList<Delivery>> ListAsync(string webhookId, int limit, CancellationToken cancellation)
        => QueryAsync("SELECT * FROM webhook_deliveries WHERE webhook_id = @webhookId ORDER BY created_at DESC, id DESC LIMIT @limit", new { webhookId, limit }, cancellation);

    /// <summary>Takes what is due; whoever is silent for longer than <paramref name="lease"/> loses it to the next who asks.</summary>
    internal Task<IReadOnlyList<Delivery>> ClaimAsync(int take, TimeSpan lease, CancellationToken cancellation)
        => QueryAsync(Claim, new { now = clock.GetUtcNow(), silentAt = clock.GetUtcNow() + lease, take }, cancellation);

    /// <summary>Adds a test that its caller sends at once.</summary>
    internal async Task<Delivery> AddTestAsync(Webhook webhook, TimeSpan lease, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return (await QueryAsync(
            """
            INSERT INTO webhook_deliveries (id, webhook_id, project, event, facts, state, attempts, next_at, created_at)
            VALUES (@id, @WebhookId, @Project, @Test, '{}', 'Sending', 1, @silentAt, @now) RETURNING *
            """,
            new { id = WebhookOutbox.NewId(now), WebhookId = webhook.Id, webhook.Project, WebhookEvents.Test, silentAt = now + lease, now }, cancellation))[0];
    }

    /// <summary>Writes what came of an attempt, unless somebody else has taken the delivery over.</summary>
    internal async Task SettleAsync(Delivery settled, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE webhook_deliveries SET state = @State, status = @Status, error = @Error, next_at = @NextAt, ended_at = @EndedAt
            WHERE id = @Id AND state = 'Sending' AND attempts = @Attempts
            """,
            new { State = settled.State.ToString(), settled.Status, settled.Error, settled.NextAt, settled.EndedAt, settled.Id, settled.Attempts },
            cancellationToken: cancellation));
    }

    private async Task<IReadOnlyList<Delivery>> QueryAsync(string sql, object parameters, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(sql, parameters, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToDelivery())];
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string WebhookId { get; init; } = "";
        public string Project { get; init; } = "";
        public string Event { get; init; } = "";
        public string Facts { get; init; } = "";
        public long RecordCount { get; init; }
        public string RecordIds { get; init; } = "";
        public string State { get; init; } = "";
        public long Attempts { get; init; }
        public DateTimeOffset NextAt { get; init; }
        public long? Status { get; init; }
        public string? Error { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? EndedAt { get; init; }

        public Delivery ToDelivery() => new(
            Id, WebhookId, Project, Event, Enum.Parse<DeliveryState>(State), (int)Attempts, (int?)Status, Error, CreatedAt, NextAt, EndedAt)
        {
            Body = Delivery.BodyOf(Id, Event, Project, CreatedAt, Facts, RecordCount, RecordIds),
        };
    }
}
