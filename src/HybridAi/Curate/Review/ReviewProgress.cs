using Dapper;
using HybridAi.Curate.Projects;
using HybridAi.Learning.Statistics;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>How far one annotator is.</summary>
/// <param name="Annotator">Who.</param>
/// <param name="Labelled">Records this person has labelled.</param>
/// <param name="Corrected">Of these, those that got another label than the suggested one.</param>
/// <param name="Skipped">Records passed over.</param>
/// <param name="LastAt">When this person last did something.</param>
public sealed record AnnotatorProgress(string Annotator, long Labelled, long Corrected, long Skipped, DateTimeOffset LastAt);

/// <summary>How often suggestions are wrong, from records that chance alone chose: it holds for all records, reviewed or not.</summary>
/// <param name="Reviewed">Resolved records at the beginning of the random order without a gap, whatever queue they came from.</param>
/// <param name="Wrong">Of these, those whose suggestion is another label.</param>
/// <param name="Lower">Lower end of the 95 % interval of the share (Clopper and Pearson), 0 to 1.</param>
/// <param name="Upper">Upper end.</param>
public sealed record SuggestionError(int Reviewed, int Wrong, double Lower, double Upper);

/// <summary>How far a project's review is.</summary>
/// <param name="Records">Records that are reviewed one by one: duplicates are not.</param>
/// <param name="Open">Those that still want labels.</param>
/// <param name="Resolved">Those with a label that holds.</param>
/// <param name="Disputed">Those that wait for a reviewer.</param>
/// <param name="Requeued">Open ones that were labelled before.</param>
/// <param name="Held">Records in somebody's hands now.</param>
/// <param name="Annotators">Everybody who did something, by name.</param>
/// <param name="SuggestionError">How often suggestions are wrong among records for learning; null until chance's first record is resolved.</param>
public sealed record ReviewProgress(
    long Records, long Open, long Resolved, long Disputed, long Requeued, long Held, IReadOnlyList<AnnotatorProgress> Annotators,
    SuggestionError? SuggestionError);

/// <summary>Counts how far people are.</summary>
public sealed class ReviewProgressReport(IDatabase database, QueuePlanner planner, TimeProvider clock)
{
    private const double Confidence = 0.95;

    private const string Counts =
        """
        SELECT
          (SELECT COUNT(*) FROM review_queue WHERE project = @project) AS records,
          (SELECT COUNT(*) FROM review_queue WHERE project = @project AND open = 1) AS open,
          (SELECT COUNT(*) FROM resolutions WHERE project = @project AND state IN ('Agreed', 'Adjudicated')) AS resolved,
          (SELECT COUNT(*) FROM resolutions WHERE project = @project AND state = 'Disputed') AS disputed,
          (SELECT COUNT(*) FROM review_queue WHERE project = @project AND open = 1 AND requeued IS NOT NULL) AS requeued,
          (SELECT COUNT(*) FROM review_leases WHERE project = @project AND expires_at > @now) AS held
        """;

    private const string People =
        """
        SELECT annotator, SUM(CASE WHEN label IS NOT NULL THEN 1 ELSE 0 END) AS labelled,
          SUM(CASE WHEN label <> suggested_label THEN 1 ELSE 0 END) AS corrected,
          SUM(CASE WHEN label IS NULL THEN 1 ELSE 0 END) AS skipped, MAX(created_at) AS last_at
        FROM annotations WHERE project = @project AND voided = 0 GROUP BY annotator ORDER BY annotator
        """;

    // Up to the first record of the random order that nobody has resolved: picking out those that doubt chose would bend the estimate.
    private const string RandomPrefix =
        """
        SELECT COUNT(*) AS reviewed, SUM(CASE WHEN l.label = r.label THEN 0 ELSE 1 END) AS wrong
        FROM review_queue q
        JOIN resolutions r ON r.project = q.project AND r.record_id = q.record_id
        JOIN labels l ON l.project = q.project AND l.record_id = q.record_id
          AND l.seq = (SELECT MAX(m.seq) FROM labels m WHERE m.project = q.project AND m.record_id = q.record_id AND m.label IS NOT NULL)
        WHERE q.project = @project AND q.held_out = 0 AND r.label IS NOT NULL
          AND q.chance < COALESCE((
            SELECT MIN(w.chance) FROM review_queue w LEFT JOIN resolutions s ON s.project = w.project AND s.record_id = w.record_id AND s.label IS NOT NULL
            WHERE w.project = @project AND w.held_out = 0 AND s.record_id IS NULL), 1)
        """;

    /// <summary>How far the project's review is now.</summary>
    public async Task<ReviewProgress> OfAsync(Project project, CancellationToken cancellation)
    {
        await planner.FollowAsync(project, cancellation);
        await using var connection = await database.OpenAsync(cancellation);
        var parameters = new { project = project.Name, now = clock.GetUtcNow() };
        var counts = await connection.QuerySingleAsync<CountRow>(new CommandDefinition(Counts, parameters, cancellationToken: cancellation));
        var people = await connection.QueryAsync<PersonRow>(new CommandDefinition(People, parameters, cancellationToken: cancellation));
        var random = await connection.QuerySingleAsync<RandomRow>(new CommandDefinition(RandomPrefix, parameters, cancellationToken: cancellation));
        return new(
            counts.Records, counts.Open, counts.Resolved, counts.Disputed, counts.Requeued, counts.Held,
            [.. people.Select(person => new AnnotatorProgress(person.Annotator, person.Labelled, person.Corrected, person.Skipped, person.LastAt))],
            random.Reviewed == 0 ? null : ErrorOf((int)random.Reviewed, (int)(random.Wrong ?? 0)));
    }

    private static SuggestionError ErrorOf(int reviewed, int wrong)
    {
        var (lower, upper) = ClopperPearson.Interval(wrong, reviewed, Confidence);
        return new(reviewed, wrong, lower, upper);
    }

    private sealed class CountRow
    {
        public long Records { get; init; }
        public long Open { get; init; }
        public long Resolved { get; init; }
        public long Disputed { get; init; }
        public long Requeued { get; init; }
        public long Held { get; init; }
    }

    private sealed class PersonRow
    {
        public string Annotator { get; init; } = "";
        public long Labelled { get; init; }
        public long Corrected { get; init; }
        public long Skipped { get; init; }
        public DateTimeOffset LastAt { get; init; }
    }

    private sealed class RandomRow
    {
        public long Reviewed { get; init; }
        public long? Wrong { get; init; }
    }
}
