using Dapper;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>A record that people don't agree on.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Text">The beginning of its text.</param>
/// <param name="Annotations">Who said what, with their comments, oldest first; extra votes too.</param>
/// <param name="Comments">What was said about the record beside.</param>
public sealed record Dispute(string RecordId, TextCut Text, IReadOnlyList<Annotation> Annotations, IReadOnlyList<ReviewComment> Comments);

/// <summary>Where reviewers decide what annotators don't agree on.</summary>
public sealed class DisputeDesk(
    IDatabase database, QueuePlanner planner, RecordStore records, AnnotationStore annotations, CommentStore comments, TimeProvider clock)
{
    private const int MostCommentCharacters = 4_000;

    /// <summary>The records in dispute, those that have been so for longest first.</summary>
    /// <param name="project">The project.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<IReadOnlyList<Dispute>> ListAsync(Project project, int take, CancellationToken cancellation)
    {
        await planner.FollowAsync(project, cancellation);
        await using var connection = await database.OpenAsync(cancellation);
        var ids = await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT record_id FROM resolutions WHERE project = @Name AND state = 'Disputed' ORDER BY last_seq, record_id LIMIT @take",
            new { project.Name, take }, cancellationToken: cancellation));
        var disputes = new List<Dispute>();
        foreach (var id in ids)
        {
            var history = await annotations.HistoryAsync(project.Name, id, cancellation);
            var record = await records.FindAsync(project.Name, id, cancellation);
            disputes.Add(new(
                id, TextCut.Of(record!.Text), [.. history.Where(line => line is { VoidedBecause: null, Label: not null })],
                await comments.OfAsync(project.Name, id, cancellation)));
        }

        return disputes;
    }

    /// <summary>Decides the record's label. The annotations stay as they are; deciding again takes the place of the decision before.</summary>
    /// <param name="project">The project's version that the reviewer works under.</param>
    /// <param name="recordId">A record that at least one person has labelled.</param>
    /// <param name="reviewer">Who decides.</param>
    /// <param name="label">A label of the schema.</param>
    /// <param name="reason">Why people disagreed.</param>
    /// <param name="comment">What the reviewer has to say; null where nothing.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<Outcome<Adjudication>> AdjudicateAsync(
        ProjectVersion project, string recordId, string reviewer, string label, DisputeReason reason, string? comment, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(reviewer)) return Fault.BadInput("reviewer-missing", "A decision needs the name of its reviewer.");
        if (!Enum.IsDefined(reason)) return Fault.BadInput("reason-unknown", "The reason is ambiguous, guideline-gap, slip or edge-case.");
        if (comment?.Length > MostCommentCharacters) return Fault.BadInput("comment-too-long", $"A comment has at most {MostCommentCharacters:N0} characters.");
        if (!project.Definition.Form.Read(label).Succeeded(out var kept, out var unknown)) return unknown;
        var settings = await planner.FollowAsync(project.Definition, cancellation);
        await using var work = await ReviewTransaction.BeginAsync(database, project.Definition.Name, cancellation);
        if (await ReviewedRecord.RefusalAsync(work, project.Definition.Name, recordId, cancellation) is { } refused) return refused;
        if (!(await AnnotationStore.StandingOfAsync(work, recordId, cancellation)).Any(annotation => annotation.Label is not null))
            return Fault.Conflict("record-unlabelled", $"Nobody has labelled record '{recordId}' yet: there is nothing to decide.");
        var decision = await AdjudicationStore.AddAsync(
            work, new(0, recordId, reviewer, kept, reason, comment, project.Version, clock.GetUtcNow(), Standing: true), cancellation);
        await ResolutionStore.RefreshAsync(work, recordId, settings, project.Definition.Knows, requeued: null, cancellation);
        await work.CommitAsync(cancellation);
        return decision;
    }
}
