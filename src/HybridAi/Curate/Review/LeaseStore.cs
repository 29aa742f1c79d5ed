namespace HybridAi.Curate.Review;

/// <summary>Who holds which record, and until when.</summary>
internal static class LeaseStore
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>The annotator's lines, expired ones included: what was given back first, then the oldest.</summary>
    public static Task<IReadOnlyList<Lease>> OfAsync(ReviewTransaction work, string annotator, CancellationToken cancellation)
        => work.QueryAsync<Lease>(
            "SELECT * FROM review_leases WHERE project = @Project AND annotator = @annotator ORDER BY returned DESC, asked_at, record_id",
            new { work.Project, annotator }, cancellation);

    /// <summary>The annotator's line for one record; null where it was never handed to them.</summary>
    public static Task<Lease?> FindAsync(ReviewTransaction work, string recordId, string annotator, CancellationToken cancellation)
        => work.FirstAsync<Lease>(
            "SELECT * FROM review_leases WHERE project = @Project AND record_id = @recordId AND annotator = @annotator",
            new { work.Project, recordId, annotator }, cancellation);

    /// <summary>How many others hold a place of the record now.</summary>
    public static async Task<int> OthersAsync(ReviewTransaction work, string recordId, string annotator, DateTimeOffset now, CancellationToken cancellation)
        => (int)await work.FirstAsync<long>(
            """
            SELECT COUNT(*) FROM review_leases
            WHERE project = @Project AND record_id = @recordId AND annotator <> @annotator AND expires_at > @now
            """,
            new { work.Project, recordId, annotator, now }, cancellation);

    /// <summary>Keeps the lines; one for the same record and annotator is replaced.</summary>
    public static Task SaveAsync(ReviewTransaction work, IEnumerable<Lease> leases, CancellationToken cancellation)
        => work.ExecuteAsync(
            """
            INSERT INTO review_leases (project, record_id, annotator, queue, reason, gold_check, in_bulk, returned, suggestion_shown, suggested_label,
              suggested_by, asked_at, expires_at)
            VALUES (@Project, @RecordId, @Annotator, @Queue, @Reason, @GoldCheck, @InBulk, @Returned, @SuggestionShown, @SuggestedLabel,
              @SuggestedBy, @AskedAt, @ExpiresAt)
            ON CONFLICT (project, record_id, annotator) DO UPDATE SET queue = excluded.queue, reason = excluded.reason, gold_check = excluded.gold_check,
              in_bulk = excluded.in_bulk, returned = excluded.returned, suggestion_shown = excluded.suggestion_shown,
              suggested_label = excluded.suggested_label, suggested_by = excluded.suggested_by, asked_at = excluded.asked_at, expires_at = excluded.expires_at
            """,
            leases.Select(lease => new
            {
                work.Project, lease.RecordId, lease.Annotator, lease.Queue, lease.Reason, lease.GoldCheck, lease.InBulk, lease.Returned,
                lease.SuggestionShown, lease.SuggestedLabel, lease.SuggestedBy, lease.AskedAt, lease.ExpiresAt,
            }), cancellation);

    /// <summary>Whoever acts is at work: all that they hold is kept for them from now on. Says how many that are.</summary>
    public static Task<int> RenewAsync(ReviewTransaction work, string annotator, DateTimeOffset now, TimeSpan length, CancellationToken cancellation)
        => work.ExecuteAsync(
            "UPDATE review_leases SET expires_at = @until WHERE project = @Project AND annotator = @annotator AND expires_at > @now",
            new { work.Project, annotator, now, until = now + length }, cancellation);

    /// <summary>
    /// What was handed out ahead is looked at from now on: nobody reads two records at once, and the time that one took is not the next one's.
    /// </summary>
    public static Task BeginAsync(ReviewTransaction work, string annotator, DateTimeOffset now, CancellationToken cancellation)
        => work.ExecuteAsync(
            "UPDATE review_leases SET asked_at = @now WHERE project = @Project AND annotator = @annotator AND in_bulk = 0 AND expires_at > @now",
            new { work.Project, annotator, now }, cancellation);

    /// <summary>Ends the annotator's hold on one record.</summary>
    public static Task FreeAsync(ReviewTransaction work, string recordId, string annotator, CancellationToken cancellation)
        => work.ExecuteAsync(
            "DELETE FROM review_leases WHERE project = @Project AND record_id = @recordId AND annotator = @annotator",
            new { work.Project, recordId, annotator }, cancellation);

    /// <summary>Forgets lines of which nobody will hand anything in any more.</summary>
    public static Task ForgetAsync(ReviewTransaction work, string annotator, DateTimeOffset now, CancellationToken cancellation)
        => work.ExecuteAsync(
            "DELETE FROM review_leases WHERE project = @Project AND annotator = @annotator AND expires_at < @before",
            new { work.Project, annotator, before = now - Kept }, cancellation);
}
