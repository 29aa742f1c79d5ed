using System.Data.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HybridAi.Jobs.Webhooks;

/// <summary>
/// Delivers the outbox, at least once each: a failure is tried again after a growing wait, and given up after so many. What a process died over
/// is taken up by the next one.
/// </summary>
public sealed partial class WebhookRunner(
    WebhookStore webhooks, DeliveryStore deliveries, WebhookSender sender, WebhookOptions options, TimeProvider clock, ILogger<WebhookRunner> log)
    : BackgroundService
{
    private const int AtOnce = 16;

    // Beyond the time-out there is only the look at the database.
    private TimeSpan Lease => TimeSpan.FromSeconds(options.TimeoutSeconds + 30);

    /// <summary>Sends a test to the webhook at once, and once only.</summary>
    /// <returns>The delivery: delivered or dead.</returns>
    public async Task<Delivery> TestAsync(Webhook webhook, CancellationToken cancellation)
        => await DeliverAsync(await deliveries.AddTestAsync(webhook, Lease, cancellation), cancellation);

    /// <summary>Sends what is due now, a bounded number at once.</summary>
    /// <returns>How many that were.</returns>
    internal async Task<int> DeliverDueAsync(CancellationToken cancellation)
    {
        var due = await deliveries.ClaimAsync(AtOnce, Lease, cancellation);
        await Task.WhenAll(due.Select(delivery => DeliverAsync(delivery, cancellation)));
        return due.Count;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await DeliverDueAsync(stoppingToken) > 0) continue;
            }
            catch (Exception away) when (away is DbException or IOException or UnauthorizedAccessException or TimeoutException)
            {
                Log.OutboxUnreadable(log, away);
            }

            await Task.Delay(TimeSpan.FromSeconds(options.PollSeconds), clock, stoppingToken);
        }
    }

    private async Task<Delivery> DeliverAsync(Delivery delivery, CancellationToken cancellation)
    {
        // A webhook that was removed meanwhile took its deliveries with it.
        if (await webhooks.SignedAsync(delivery.WebhookId, cancellation) is not { } signed) return delivery;
        var attempt = await sender.SendAsync(delivery, signed.Webhook.Url, signed.Secret, cancellation);
        var settled = After(delivery, attempt);
        await deliveries.SettleAsync(settled, cancellation);
        if (settled.State == DeliveryState.Dead) Log.Dead(log, settled.Id, settled.WebhookId, settled.Error);
        return settled;
    }

    private Delivery After(Delivery delivery, Attempt attempt)
    {
        var now = clock.GetUtcNow();
        var tried = delivery with { Status = attempt.Status, Error = attempt.Error };
        if (attempt.Error is null) return tried with { State = DeliveryState.Delivered, EndedAt = now };
        return delivery.Event == WebhookEvents.Test || delivery.Attempts >= options.MaxAttempts
            ? tried with { State = DeliveryState.Dead, EndedAt = now }
            : tried with { State = DeliveryState.Waiting, NextAt = now + options.WaitAfter(delivery.Attempts, delivery.Chance) };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The outbox of webhooks can't be read")]
        public static partial void OutboxUnreadable(ILogger log, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "Delivery {Id} to webhook {WebhookId} is given up: {Error}")]
        public static partial void Dead(ILogger log, string id, string webhookId, string? error);
    }
}
