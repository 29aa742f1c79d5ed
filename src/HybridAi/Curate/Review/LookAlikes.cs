using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>A record in a list or a grid.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Text">The beginning of its text.</param>
/// <param name="Suggestion">What a labeller proposed; null where none did and where the record is blind to the annotator.</param>
/// <param name="Similarity">How like the first one it is, 0 to 1; 1 for itself.</param>
/// <param name="Open">Whether the annotator may still label it.</param>
public sealed record ReviewTile(string RecordId, TextCut Text, Label? Suggestion, double Similarity, bool Open);

/// <summary>Records that are like one another, for a grid on which many are accepted at once, or beside one record.</summary>
public sealed class LookAlikes(
    IDatabase database, QueuePlanner planner, SimilarRecords similar, RecordStore records, LabelStore labels, TimeProvider clock)
{
    private const int Candidates = 400;

    /// <summary>
    /// Hands out a record and open ones like it with the same suggestion, all of them to this annotator; blind ones never are among them. Empty when
    /// nothing waits.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="annotator">Who asks.</param>
    /// <param name="kind">The queue whose first record that may be shown begins the grid.</param>
    /// <param name="take">How many at most, at least 1.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<IReadOnlyList<ReviewTile>> GridAsync(Project project, string annotator, QueueKind kind, int take, CancellationToken cancellation)
    {
        var settings = await planner.FollowAsync(project, cancellation);
        var reasons = QueueTurn.Of(settings, kind, annotator, turn: 0).Reasons;
        var request = new HandOutRequest(annotator, kind, Labeller: null, Blind: false);
        if (await FirstAsync(project, settings, reasons, annotator, cancellation) is not var (reason, first)) return [];
        // The index may have to be built: that is no work for a change that others wait for.
        var alike = await similar.OfAsync(project.Name, first.RecordId, Candidates, cancellation);

        await using var work = await ReviewTransaction.BeginAsync(database, project.Name, cancellation);
        var now = clock.GetUtcNow();
        await FreeOldGridAsync(work, annotator, cancellation);
        var open = (await ReviewQueue.OpenAmongAsync(work, [first.RecordId, .. alike.Select(record => record.RecordId)], annotator, settings, now, cancellation))
            .Where(record => record.Label == first.Label && !settings.IsBlind(record.RecordId, annotator)).ToDictionary(record => record.RecordId);
        var chosen = alike.Prepend(new(first.RecordId, 1)).Where(record => open.ContainsKey(record.RecordId)).Take(take).ToList();
        var leases = new List<Lease>();
        foreach (var record in chosen)
        {
            leases.Add(await HandOut.LeaseAsync(
                work, settings, request, record.RecordId, open[record.RecordId].HeldOut == 1 ? QueueReason.HeldOut : reason, now, cancellation, inBulk: true));
        }

        await LeaseStore.SaveAsync(work, leases, cancellation);
        await work.CommitAsync(cancellation);
        return await TilesAsync(project, chosen, settings, annotator, open.Keys.ToHashSet(), cancellation);
    }

    /// <summary>The records most like one, whether they are open to the annotator or not; suggestions only where they are not blind.</summary>
    public async Task<Outcome<List<ReviewTile>>> OfAsync(
        Project project, string recordId, string annotator, int take, CancellationToken cancellation)
    {
        var settings = await planner.FollowAsync(project, cancellation);
        if (await records.FindAsync(project.Name, recordId, cancellation) is not { } record)
            return Fault.NotFound("record-unknown", $"There is no record '{recordId}' in '{project.Name}'.");
        var alike = await similar.OfAsync(project.Name, record.DuplicateOf ?? recordId, take, cancellation);
        await using var work = await ReviewTransaction.BeginAsync(database, project.Name, cancellation);
        var open = await ReviewQueue.OpenAmongAsync(work, alike.Select(one => one.RecordId), annotator, settings, clock.GetUtcNow(), cancellation);
        await work.CommitAsync(cancellation);
        var tiles = await TilesAsync(project, alike, settings, annotator, open.Select(one => one.RecordId).ToHashSet(), cancellation);
        return tiles;
    }

    private async Task<(QueueReason Reason, ReviewQueue.Waiting First)?> FirstAsync(
        Project project, ReviewSettings settings, IReadOnlyList<QueueReason> reasons, string annotator, CancellationToken cancellation)
    {
        await using var work = await ReviewTransaction.BeginAsync(database, project.Name, cancellation);
        await FreeOldGridAsync(work, annotator, cancellation);
        foreach (var reason in reasons)
        {
            var waiting = await ReviewQueue.FirstAsync(work, reason, annotator, settings, clock.GetUtcNow(), Candidates, cancellation);
            if (waiting.FirstOrDefault(record => record.Label is not null && !settings.IsBlind(record.RecordId, annotator)) is not { } first) continue;
            await work.CommitAsync(cancellation);
            return (reason, first);
        }

        return null;
    }

    // A grid replaces the one before it: what was left on that one waits again.
    private static Task<int> FreeOldGridAsync(ReviewTransaction work, string annotator, CancellationToken cancellation)
        => work.ExecuteAsync(
            "DELETE FROM review_leases WHERE project = @Project AND annotator = @annotator AND in_bulk = 1", new { work.Project, annotator }, cancellation);

    private async Task<List<ReviewTile>> TilesAsync(
        Project project, IReadOnlyList<SimilarRecord> chosen, ReviewSettings settings, string annotator, HashSet<string> open, CancellationToken cancellation)
    {
        var tiles = new List<ReviewTile>();
        foreach (var (id, similarity) in chosen)
        {
            var record = await records.FindAsync(project.Name, id, cancellation);
            var suggestion = settings.IsBlind(id, annotator)
                ? null
                : (await labels.OfRecordAsync(project.Name, id, cancellation)).FirstOrDefault(label => label.Value is not null);
            tiles.Add(new(id, TextCut.Of(record!.Text), suggestion, similarity, open.Contains(id)));
        }

        return tiles;
    }
}
