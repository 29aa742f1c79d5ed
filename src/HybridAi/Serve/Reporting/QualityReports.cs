using System.Globalization;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Routing;
using HybridAi.Storage;

namespace HybridAi.Serve.Reporting;

/// <summary>Makes quality reports out of decisions, their audits and what people said.</summary>
public sealed class QualityReports(IDatabase database, DecisionOptions options)
{
    /// <summary>The report.</summary>
    public async Task<QualityReport> MakeAsync(ReportScope scope, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var queries = new ScopedQueries(connection, scope, cancellation);
        var rows = await queries.QueryAsync<Row>(
            $"""
             SELECT d.project, COALESCE(d.tier, 'none') AS tier, COUNT(*) AS decisions, COUNT(d.label) AS answered, COUNT(a.decision) AS audited,
               COUNT(a.agrees) AS compared, COUNT(CASE WHEN a.agrees = 1 THEN 1 END) AS agreeing,
               COUNT(CASE WHEN a.decision IS NOT NULL THEN COALESCE(d.gold, s.label) END) AS judged,
               COUNT(CASE WHEN a.decision IS NOT NULL AND COALESCE(d.gold, s.label) IS NOT NULL
                 AND (d.label = COALESCE(d.gold, s.label) OR d.outcome = '{PersonLabeller.Asked}') THEN 1 END) AS correct
             FROM decisions d LEFT JOIN audits a ON a.decision = d.id
             LEFT JOIN records r ON r.project = d.project AND r.hash = d.text_hash AND r.duplicate_of IS NULL
             LEFT JOIN resolutions s ON s.project = r.project AND s.record_id = r.id
             WHERE {queries.Within("d.")} AND d.arm <> @Shadow GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2
             """, new { DecisionArms.Shadow });
        var byTier = rows.Select(row => row.ToLine()).ToList();
        var byProject = byTier.GroupBy(line => line.Project).Select(lines => new QualityLine(
            lines.Key, null, lines.Sum(line => line.Decisions), lines.Sum(line => line.Answered), lines.Sum(line => line.Audited), lines.Sum(line => line.Compared),
            lines.Sum(line => line.Agreeing), lines.Sum(line => line.Judged), lines.Sum(line => line.Right))).ToList();
        return new(scope.Projects, scope.From, scope.Until, byProject, byTier, [.. Notes(byProject)]);
    }

    private IEnumerable<string> Notes(List<QualityLine> projects)
    {
        yield return "Accuracy is of audited predictions with a person's label. It takes it that which audits people got to has nothing to do with who is right.";
        yield return string.Create(CultureInfo.InvariantCulture, $"Decisions are kept for {options.KeepDays:N0} days, and what is older is in no accuracy.");
        yield return "Intervals are exact (Clopper and Pearson, 95 %) and for one look each. Agreement is with the reference, which may be wrong itself.";
        foreach (var line in projects.Where(line => line.Judged == 0))
            yield return $"{line.Project}: people have judged no audited prediction, so nothing is known of its accuracy.";
    }

    private sealed class Row
    {
        public string Project { get; init; } = "";
        public string Tier { get; init; } = "";
        public long Decisions { get; init; }
        public long Answered { get; init; }
        public long Audited { get; init; }
        public long Compared { get; init; }
        public long Agreeing { get; init; }
        public long Judged { get; init; }
        public long Correct { get; init; }

        public QualityLine ToLine() => new(Project, Tier, Decisions, Answered, Audited, Compared, Agreeing, Judged, Correct);
    }
}
