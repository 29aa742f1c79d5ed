using HybridAi.Jobs.Webhooks;

namespace HybridAi.Curate.Review;

/// <summary>Tells, once each time, that the review queue has run empty: something was handed out since the last time, and no record is open now.</summary>
internal static class QueueEmptying
{
    private const string HandedOut = "UPDATE review_plans SET handed_out = 1 WHERE project = @Project AND handed_out = 0";

    // A record that somebody else holds is open still.
    private const string Emptied =
        """
        UPDATE review_plans SET handed_out = 0 WHERE project = @Project AND handed_out = 1
          AND NOT EXISTS (SELECT 1 FROM review_queue q WHERE q.project = @Project AND q.open = 1)
        """;

    public static async Task NoteAsync(ReviewTransaction work, bool handedOut, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await work.ExecuteAsync(handedOut ? HandedOut : Emptied, new { work.Project }, cancellation) == 0 || handedOut) return;
        await work.ExecuteAsync(WebhookOutbox.Announce, Announcement.Of(work.Project, WebhookEvents.QueueEmpty, new { }, now), cancellation);
    }
}
