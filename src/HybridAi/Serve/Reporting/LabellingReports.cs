using Dapper;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Storage;

namespace HybridAi.Serve.Reporting;

/// <summary>Makes labelling reports out of the journal of labels and what people said.</summary>
public sealed class LabellingReports(IDatabase database, QueuePlanner planner, StudentTrial trial)
{
    private static readonly string[] Basis =
    [
        "A label is reviewed where people have come to a label of the schema for its record, and corrected where theirs is another.",
        "Errors of the random and held-out queues hold for all records; those of doubt and rare labels do not, they were looked for.",
        "A record with labels of several labellers counts for each of them. Costs and times that nobody measured are counted as unknown, never as zero.",
    ];

    /// <summary>The report of the project as it stands.</summary>
    public async Task<LabellingReport> MakeAsync(ProjectVersion project, CancellationToken cancellation)
    {
        await planner.FollowAsync(project.Definition, cancellation);
        var name = project.Definition.Name;
        await using var connection = await database.OpenAsync(cancellation);
        var days = await QueryAsync<LabelledDay>(
            """
            SELECT run_id, labeller, SUBSTR(created_at, 1, 10) AS day, COUNT(label) AS labelled, COUNT(*) - COUNT(label) AS failed,
              COUNT(cost_nano) AS known_costs, CAST(SUM(cost_nano) AS BIGINT) AS cost_nano
            FROM labels WHERE project = @name GROUP BY run_id, labeller, SUBSTR(created_at, 1, 10) ORDER BY MIN(seq)
            """);
        var answers = (await QueryAsync<PersonAnswer>(
            """
            SELECT record_id, reason, duration_ms, SUBSTR(created_at, 1, 10) AS day FROM annotations
            WHERE project = @name AND voided = 0 AND extra = 0 AND label IS NOT NULL ORDER BY seq
            """)).ToLookup(answer => answer.RecordId);
        var reviewed = (await QueryAsync<ReviewedLabel>(
            """
            SELECT l.run_id, l.record_id, l.label AS proposed, s.label AS resolved FROM labels l
            JOIN resolutions s ON s.project = l.project AND s.record_id = l.record_id
            WHERE l.project = @name AND l.label IS NOT NULL AND s.label IS NOT NULL ORDER BY l.seq
            """)).Where(label => answers.Contains(label.RecordId)).ToList();

        var runs = days.GroupBy(day => (day.RunId, day.Labeller)).Select(run => LabellingTally.Of(
            run.Key.RunId, run.Key.Labeller, run, [.. reviewed.Where(label => label.RunId == run.Key.RunId)], answers));
        var byWeek = days.ToLookup(day => LabellingTally.WeekOf(day.Day));
        var reviewedByWeek = reviewed.ToLookup(label => LabellingTally.WeekOf(answers[label.RecordId].Last().Day));
        var weeks = byWeek.Select(week => week.Key).Union(reviewedByWeek.Select(week => week.Key)).Order(StringComparer.Ordinal)
            .Select(week => LabellingTally.Of(week, null, byWeek[week], [.. reviewedByWeek[week]], answers));
        var tried = days.Count == 0
            ? Fault.Conflict("unlabelled", "No labeller has proposed a label yet.")
            : await trial.RunAsync(project, days[^1].Labeller, cancellation);
        return new(
            name, [.. runs], [.. weeks], tried.Succeeded(out var student, out var fault) ? student : null,
            fault is null ? Basis : [.. Basis, $"What review bought in the student is unknown. {fault.Reason}"]);

        async Task<List<T>> QueryAsync<T>(string sql)
            => (await connection.QueryAsync<T>(new CommandDefinition(sql, new { name }, cancellationToken: cancellation))).AsList();
    }
}
