using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary>Takes in what people said elsewhere. A label that stands here is never overwritten: who said it can undo it.</summary>
public sealed class ImportedReview(IDatabase database, QueuePlanner planner)
{
    /// <summary>Saves annotations and decisions of the rows in one transaction; a part that contradicts what stands here rejects its row.</summary>
    internal async Task SaveAsync(ProjectVersion project, IReadOnlyList<ImportRow> rows, DateTimeOffset now, ImportTally tally, CancellationToken cancellation)
    {
        if (rows.Count == 0) return;
        var settings = await planner.FollowAsync(project.Definition, cancellation);
        await using var work = await ReviewTransaction.BeginAsync(database, project.Definition.Name, cancellation);
        foreach (var row in rows)
        {
            if (await ReviewedRecord.RefusalAsync(work, project.Definition.Name, row.Item.Id!, cancellation) is { } refused)
            {
                row.Reject(refused.Code, refused.Reason, "id");
                continue;
            }

            var before = tally.Annotations + tally.Decisions;
            foreach (var annotation in row.Item.Annotations) await AnnotateAsync(work, project, settings, row, annotation, now, tally, cancellation);
            if (row.Item.Decision is { } decision) await DecideAsync(work, project, row, decision, now, tally, cancellation);
            if (tally.Annotations + tally.Decisions == before) continue;
            row.IsNew = true;
            await ResolutionStore.RefreshAsync(work, row.Item.Id!, settings, project.Definition.Knows, requeued: null, cancellation);
        }

        await work.CommitAsync(cancellation);
    }

    private static async Task AnnotateAsync(
        ReviewTransaction work, ProjectVersion project, ReviewSettings settings, ImportRow row, ExchangeAnnotation given, DateTimeOffset now, ImportTally tally,
        CancellationToken cancellation)
    {
        var standing = await AnnotationStore.StandingOfAsync(work, row.Item.Id!, cancellation);
        var own = standing.FirstOrDefault(annotation => annotation.Annotator == given.Annotator);
        if (own?.Label == given.Label) return;
        if (own?.Label is { } said && project.Definition.Knows(said))
        {
            row.Reject("annotation-taken", $"'{RowReader.Shorten(given.Annotator, 60)}' has given this record another label, further up or here.", "annotator");
            return;
        }

        if (own is not null) await AnnotationStore.VoidAsync(work, own.Seq, "replaced", cancellation);
        var votes = standing.Count(vote => vote != own && !vote.Extra && vote.Label is { } label && project.Definition.Knows(label));
        var at = given.CreatedAt?.ToUniversalTime() ?? now;
        var took = given.DurationMs is >= 0 and var known ? TimeSpan.FromMilliseconds(known) : (TimeSpan?)null;
        await AnnotationStore.AddAsync(
            work,
            new(
                0, row.Item.Id!, given.Annotator, given.Label == given.SuggestedLabel ? ReviewAction.Accept : ReviewAction.Correct, given.Label,
                given.SuggestedLabel, given.SuggestedBy, given.SuggestionShown,
                given.ProjectVersion is { } version && version >= 1 && version <= project.Version ? version : project.Version, at)
            {
                Queue = given.Queue,
                Reason = given.Because,
                AskedAt = given.Queue is null ? null : at - (took ?? TimeSpan.Zero),
                Duration = took,
                Comment = given.Comment,
                Extra = votes >= settings.Overlap,
            },
            cancellation);
        await LeaseStore.FreeAsync(work, row.Item.Id!, given.Annotator, cancellation);
        tally.Annotations++;
    }

    private static async Task DecideAsync(
        ReviewTransaction work, ProjectVersion project, ImportRow row, ExchangeDecision given, DateTimeOffset now, ImportTally tally, CancellationToken cancellation)
    {
        if (await AdjudicationStore.StandingOfAsync(work, row.Item.Id!, cancellation) is { } standing)
        {
            if (standing.Label != given.Label)
                row.Reject("decision-taken", $"'{RowReader.Shorten(standing.Reviewer, 60)}' has decided otherwise about this record.", "decision");
            return;
        }

        await AdjudicationStore.AddAsync(
            work,
            new(
                0, row.Item.Id!, given.Reviewer, given.Label, given.Reason, given.Comment, project.Version, given.CreatedAt?.ToUniversalTime() ?? now,
                Standing: true),
            cancellation);
        tally.Decisions++;
    }
}
