using Dapper;
using HybridAi.Curate.Labelling;
using HybridAi.Learning.Calibration;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>A recalibration with what it is of.</summary>
/// <param name="Labeller">Whose confidences.</param>
/// <param name="Source">What they rest on.</param>
/// <param name="Version">Hash of the rows that it was fitted on, with their confidences and outcomes.</param>
/// <param name="Curve">The recalibration.</param>
/// <param name="CreatedAt">When it was fitted last.</param>
public sealed record StoredRecalibration(string Labeller, ConfidenceSource Source, string Version, Recalibration Curve, DateTimeOffset CreatedAt);

/// <summary>The recalibrations of all projects; the newest of a labeller and source holds.</summary>
public sealed class RecalibrationStore(IDatabase database)
{
    private const string Newest =
        """
        SELECT * FROM recalibrations r WHERE r.project = @Project AND r.created_at = (
          SELECT MAX(s.created_at) FROM recalibrations s WHERE s.project = r.project AND s.labeller = r.labeller AND s.source = r.source)
        """;

    /// <summary>Keeps it, or says of a version that is kept that it holds again.</summary>
    public async Task SaveAsync(string project, StoredRecalibration fitted, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO recalibrations (project, labeller, source, version, curve, rows_known, created_at)
            VALUES (@project, @Labeller, @source, @Version, @curve, @rows, @CreatedAt)
            ON CONFLICT (project, labeller, source, version) DO UPDATE SET created_at = excluded.created_at
            """,
            new
            {
                project, fitted.Labeller, source = fitted.Source.ToString(), fitted.Version, curve = Json.Write(fitted.Curve), rows = (long)fitted.Curve.Rows, fitted.CreatedAt,
            },
            cancellationToken: cancellation));
    }

    /// <summary>Those that hold, of all labellers and sources.</summary>
    public async Task<IReadOnlyList<StoredRecalibration>> NewestAsync(string project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(Newest, new { Project = project }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToRecalibration())];
    }

    /// <summary>Those that hold of the labellers' own confidences, by labeller.</summary>
    internal static async Task<IReadOnlyDictionary<string, Recalibration>> OwnAsync(ReviewTransaction work, CancellationToken cancellation)
        => (await work.QueryAsync<Row>(Newest, new { work.Project }, cancellation)).Select(row => row.ToRecalibration())
            .Where(one => one.Source == ConfidenceSource.Own).DistinctBy(one => one.Labeller).ToDictionary(one => one.Labeller, one => one.Curve);

    private sealed class Row
    {
        public string Labeller { get; init; } = "";
        public string Source { get; init; } = "";
        public string Version { get; init; } = "";
        public string Curve { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }

        public StoredRecalibration ToRecalibration()
            => new(Labeller, Enum.Parse<ConfidenceSource>(Source), Version, Json.Read<Recalibration>(Curve), CreatedAt);
    }
}
