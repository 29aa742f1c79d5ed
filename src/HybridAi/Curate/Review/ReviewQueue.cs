namespace HybridAi.Curate.Review;

/// <summary>
/// Finds what comes next in one order. Records wait in groups by who has labelled them already, and each group in order in an index: the first of
/// each group that the annotator is not in is found without passing over what is done, however much of it there is.
/// </summary>
internal static class ReviewQueue
{
    private const string Columns = "q.record_id, q.seq, q.doubt, q.chance, q.rarity, q.label, q.held_out, q.asked";

    private const string Groups =
        """
        WITH RECURSIVE groups (voters) AS (
          SELECT MIN(q.voters) FROM review_queue q WHERE q.project = @Project AND q.open = 1 AND q.held_out = @heldOut
          UNION ALL
          SELECT (
            SELECT MIN(q.voters) FROM review_queue q
            WHERE q.project = @Project AND q.open = 1 AND q.held_out = @heldOut AND q.voters > groups.voters)
          FROM groups WHERE groups.voters IS NOT NULL)
        SELECT voters FROM groups WHERE voters IS NOT NULL
        """;

    // No line of the annotator's own that stands, and a place left beside those who hold the record now.
    private const string Free =
        """
        AND NOT EXISTS (
          SELECT 1 FROM annotations a WHERE a.project = q.project AND a.record_id = q.record_id AND a.annotator = @annotator AND a.voided = 0
            AND (a.action = 'Skip' OR (q.requeued IS NULL AND a.extra = 0)))
        AND NOT EXISTS (
          SELECT 1 FROM review_leases own
          WHERE own.project = q.project AND own.record_id = q.record_id AND own.annotator = @annotator AND own.expires_at > @now)
        AND q.votes + (
          SELECT COUNT(*) FROM review_leases l
          WHERE l.project = q.project AND l.record_id = q.record_id AND l.expires_at > @now) < @Overlap
        """;

    /// <summary>The first records for the annotator in the order of one reason, at most <paramref name="take"/>.</summary>
    public static async Task<IReadOnlyList<Waiting>> FirstAsync(
        ReviewTransaction work, QueueReason reason, string annotator, ReviewSettings settings, DateTimeOffset now, int take, CancellationToken cancellation)
    {
        var found = new List<Waiting>();
        foreach (var heldOut in PartsOf(reason))
        {
            foreach (var voters in await GroupsAsync(work, heldOut, settings, cancellation))
            {
                if (ResolutionStore.Holds(voters, annotator)) continue;
                found.AddRange(await work.QueryAsync<Waiting>(
                    $"""
                    SELECT {Columns} FROM review_queue q
                    WHERE q.project = @Project AND q.open = 1 AND q.held_out = @heldOut AND q.voters = @voters {OnlyOf(reason)} {Free}
                    ORDER BY {OrderOf(reason)} LIMIT @take
                    """,
                    new { work.Project, heldOut, voters, annotator, now, settings.Overlap, take }, cancellation));
            }
        }

        return [.. found.OrderBy(record => reason == QueueReason.Asked ? record.Asked : null, StringComparer.Ordinal).ThenBy(record => PlaceIn(reason, record)).ThenBy(record => record.Seq).Take(take)];
    }

    /// <summary>
    /// The first record with a trusted label, from a place of the random order on, that the annotator has neither labelled nor skipped; of the part that
    /// the queue is about, where it is about one.
    /// </summary>
    public static async Task<Waiting?> GoldAsync(
        ReviewTransaction work, QueueKind kind, double place, string annotator, DateTimeOffset now, CancellationToken cancellation)
    {
        var part = kind switch
        {
            QueueKind.Mixed => "",
            QueueKind.HeldOut => "AND q.held_out = 1",
            _ => "AND q.held_out = 0",
        };
        foreach (var span in (string[])["q.chance >= @place", "q.chance < @place"])
        {
            var found = await work.FirstAsync<Waiting>(
                $"""
                SELECT {Columns} FROM review_queue q
                WHERE q.project = @Project AND q.gold = 1 AND {span} {part}
                  AND NOT EXISTS (
                    SELECT 1 FROM annotations a WHERE a.project = q.project AND a.record_id = q.record_id AND a.annotator = @annotator AND a.voided = 0)
                  AND NOT EXISTS (
                    SELECT 1 FROM review_leases l
                    WHERE l.project = q.project AND l.record_id = q.record_id AND l.expires_at > @now AND (q.open = 1 OR l.annotator = @annotator))
                ORDER BY q.chance LIMIT 1
                """,
                new { work.Project, place, annotator, now }, cancellation);
            if (found is not null) return found;
        }

        return null;
    }

    /// <summary>Those of the named records that are open to the annotator, with a suggestion.</summary>
    public static async Task<IReadOnlyList<Waiting>> OpenAmongAsync(
        ReviewTransaction work, IEnumerable<string> recordIds, string annotator, ReviewSettings settings, DateTimeOffset now, CancellationToken cancellation)
    {
        var parameters = new Dapper.DynamicParameters(new { work.Project, annotator, now, settings.Overlap });
        var ids = Storage.InList.Add(parameters, "id", recordIds);
        var found = await work.QueryAsync<Waiting>(
            $"SELECT {Columns}, q.voters FROM review_queue q WHERE q.project = @Project AND q.open = 1 AND q.label IS NOT NULL AND q.record_id IN {ids} {Free}",
            parameters, cancellation);
        return [.. found.Where(record => !ResolutionStore.Holds(record.Voters, annotator))];
    }

    private static Task<IReadOnlyList<string>> GroupsAsync(ReviewTransaction work, long heldOut, ReviewSettings settings, CancellationToken cancellation)
        => settings.Overlap == 1
            ? Task.FromResult<IReadOnlyList<string>>([""])
            : work.QueryAsync<string>(Groups, new { work.Project, heldOut }, cancellation);

    private static long[] PartsOf(QueueReason reason) => reason switch
    {
        QueueReason.HeldOut => [1],
        QueueReason.Asked or QueueReason.Requeued => [1, 0],
        _ => [0],
    };

    private static string OnlyOf(QueueReason reason) => reason switch
    {
        QueueReason.Rare => "AND q.rarity IS NOT NULL",
        QueueReason.Requeued => "AND q.requeued IS NOT NULL",
        QueueReason.Asked => "AND q.asked IS NOT NULL",
        _ => "",
    };

    private static string OrderOf(QueueReason reason) => reason switch
    {
        QueueReason.Doubt => "q.doubt DESC, q.seq",
        QueueReason.Rare => "q.rarity, q.chance",
        // The column first: SQLite takes the index of the few that wait again, and not that of all, when it gives the order.
        QueueReason.Requeued => "q.requeued, q.chance",
        QueueReason.Asked => "q.asked, q.chance",
        _ => "q.chance",
    };

    private static (double, double) PlaceIn(QueueReason reason, Waiting record) => reason switch
    {
        QueueReason.Doubt => (-record.Doubt, 0),
        QueueReason.Rare => (record.Rarity ?? 1, record.Chance),
        _ => (record.Chance, 0),
    };

    internal sealed class Waiting
    {
        public string RecordId { get; init; } = "";
        public long Seq { get; init; }
        public double Doubt { get; init; }
        public double Chance { get; init; }
        public double? Rarity { get; init; }
        public string? Label { get; init; }
        public long HeldOut { get; init; }
        public string? Asked { get; init; }
        public string Voters { get; init; } = "";
    }
}
