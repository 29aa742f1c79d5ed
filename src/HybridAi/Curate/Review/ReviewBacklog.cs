using System.Runtime.CompilerServices;
using Dapper;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>From which records the next one comes.</summary>
public enum QueueKind
{
    /// <summary>Turn and turn about: held-out, doubtful.</summary>
    Mixed,

    /// <summary>Records for learning, the least confident proposal first.</summary>
    Doubtful,

    /// <summary>Records for calibration and test in random order: doubt must not choose what a model is judged on.</summary>
    HeldOut,
}

/// <summary>What waits for a person: records without a standing label that this annotator has not skipped. Duplicates wait behind their original.</summary>
public sealed class ReviewBacklog(IDatabase database)
{
    private const string Waiting =
        """
        FROM records r
        WHERE r.project = @project AND r.duplicate_of IS NULL AND NOT EXISTS (
          SELECT 1 FROM annotations a
          WHERE a.project = r.project AND a.record_id = r.id AND a.voided = 0 AND (a.action <> 'Skip' OR a.annotator = @annotator))
        """;

    // A record without a proposal is as doubtful as can be.
    private const string ByDoubt =
        $"""
        SELECT r.id, r.group_hash {Waiting}
        ORDER BY COALESCE((
          SELECT l.confidence FROM labels l
          WHERE l.project = r.project AND l.record_id = r.id AND l.labeller = @labeller ORDER BY l.seq DESC LIMIT 1), 0), r.seq
        """;

    private const string ByChance = $"SELECT r.id, r.group_hash {Waiting} ORDER BY r.group_hash, r.seq";

    /// <summary>The ids that wait for the annotator in one queue, in the queue's order.</summary>
    /// <param name="project">The project, whose split decides which records are held out.</param>
    /// <param name="kind">Doubtful or held-out.</param>
    /// <param name="annotator">Who asks.</param>
    /// <param name="labeller">Whose confidence orders the doubtful; null: none, so that age does.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async IAsyncEnumerable<string> WaitingAsync(
        Project project, QueueKind kind, string annotator, string? labeller, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var heldOut = kind switch
        {
            QueueKind.HeldOut => true,
            QueueKind.Doubtful => false,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Only a single queue can be read."),
        };
        await using var connection = await database.OpenAsync(cancellation);
        var rows = connection.QueryUnbufferedAsync<(string Id, string GroupHash)>(
            heldOut ? ByChance : ByDoubt, new { project = project.Name, annotator, labeller });
        await foreach (var (id, group) in rows.WithCancellation(cancellation))
        {
            if (SplitAssignment.Of(group, project.Split) != Split.Train == heldOut) yield return id;
        }
    }
}
