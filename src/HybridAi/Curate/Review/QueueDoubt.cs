namespace HybridAi.Curate.Review;

/// <summary>
/// How doubtful each record of the queue is, 0 to 1: its doubt score where one was computed, until then what its newest label lacks in
/// confidence, recalibrated where its labeller was.
/// </summary>
internal static class QueueDoubt
{
    // A run that has ended may have mended labels of older ones in their place.
    private const string NewestLabels =
        """
        SELECT l.record_id, l.labeller, l.label, l.confidence FROM labels l
        WHERE l.project = @Project AND l.seq = (SELECT MAX(m.seq) FROM labels m WHERE m.project = l.project AND m.record_id = l.record_id)
          AND l.seq IN (
            SELECT n.seq FROM labels n WHERE n.project = @Project AND n.seq > @after
            UNION SELECT e.seq FROM labels e WHERE e.run_id IN (SELECT r.id FROM labelling_runs r WHERE r.project = @Project AND r.id > @run))
        """;

    /// <summary>Takes in the labels that are new since the mark.</summary>
    public static async Task FollowLabelsAsync(ReviewTransaction work, QueueMark before, CancellationToken cancellation)
    {
        var labels = await work.QueryAsync<Newest>(NewestLabels, new { work.Project, after = before.Labels, run = before.Run ?? "" }, cancellation);
        if (labels.Count == 0) return;
        var curves = await RecalibrationStore.OwnAsync(work, cancellation);
        await work.ExecuteAsync(
            """
            UPDATE review_queue SET label = @Label, doubt = CASE WHEN scored = 1 THEN doubt ELSE @Doubt END
            WHERE project = @Project AND record_id = @RecordId
            """,
            labels.Select(label => new { work.Project, label.RecordId, label.Label, Doubt = Doubt(label) }), cancellation);

        double Doubt(Newest label)
            => label.Label is null ? 1 : 1 - (curves.TryGetValue(label.Labeller, out var curve) ? curve.Apply(label.Confidence) : label.Confidence);
    }

    /// <summary>Takes in the doubt scores that were written at or after a moment.</summary>
    public static Task FollowScoresAsync(ReviewTransaction work, string? since, CancellationToken cancellation)
        => work.ExecuteAsync(
            """
            UPDATE review_queue SET scored = 1, doubt = (
              SELECT d.score FROM doubts d WHERE d.project = review_queue.project AND d.record_id = review_queue.record_id)
            WHERE project = @Project AND record_id IN (SELECT d.record_id FROM doubts d WHERE d.project = @Project AND d.created_at >= @since)
            """,
            new { work.Project, since = since ?? "" }, cancellation);

    private sealed class Newest
    {
        public string RecordId { get; init; } = "";
        public string Labeller { get; init; } = "";
        public string? Label { get; init; }
        public double Confidence { get; init; }
    }
}
