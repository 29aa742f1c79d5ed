using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>What became of one of many answers.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Annotation">What was kept; null where the answer was refused or came too late.</param>
/// <param name="Fault">Why it was refused, or that it came too late; null otherwise.</param>
public sealed record AnswerOutcome(string RecordId, Annotation? Annotation, Fault? Fault);

/// <summary>Where people look at records: the next one, accept, correct, skip, undo, and the grid of look-alikes.</summary>
public sealed class ReviewDesk(
    IDatabase database, QueuePlanner planner, RecordStore records, LabelStore labels, LookAlikes lookAlikes, TimeProvider clock)
{
    /// <summary>The most answers that are taken at once.</summary>
    public const int MostAnswers = 500;

    /// <summary>
    /// The next record for the annotator, kept for them for the time of the settings; null when nothing waits. Asking again without answering gives the
    /// same record.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="annotator">Who asks; records this person skipped or labelled are left out.</param>
    /// <param name="kind">Which queue.</param>
    /// <param name="labeller">Whose proposal is shown; null: the newest one.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <param name="blind">Whether the annotator wants to decide without a suggestion, beyond the records that are blind anyway.</param>
    /// <param name="beside">Records that the annotator has already; another one is handed out beside these, so that it is there when they are done.</param>
    public async Task<ReviewItem?> NextAsync(
        Project project, string annotator, QueueKind kind, string? labeller, CancellationToken cancellation, bool blind = false,
        IReadOnlyCollection<string>? beside = null)
    {
        var settings = await planner.FollowAsync(project, cancellation);
        Lease? lease;
        await using (var work = await ReviewTransaction.BeginAsync(database, project.Name, cancellation))
        {
            lease = await HandOut.NextAsync(work, settings, new(annotator, kind, labeller, blind) { Beside = beside ?? [] }, clock.GetUtcNow(), cancellation);
            await QueueEmptying.NoteAsync(work, lease is not null, clock.GetUtcNow(), cancellation);
            await work.CommitAsync(cancellation);
        }

        if (lease is null) return null;
        var record = await records.FindAsync(project.Name, lease.RecordId, cancellation);
        var proposals = await labels.OfRecordAsync(project.Name, lease.RecordId, cancellation);
        var item = ReviewItem.Of(lease, record!, [.. proposals.DistinctBy(label => label.Labeller)]);
        return blind ? item with { Suggestion = null, Proposals = [], Blind = true } : item;
    }

    /// <summary>Takes one answer in; see <see cref="AnswerAllAsync"/>.</summary>
    public async Task<Outcome<Annotation>> AnswerAsync(ProjectVersion project, Answer answer, CancellationToken cancellation)
    {
        var outcomes = await AnswerAllAsync(project, [answer], cancellation);
        if (!outcomes.Succeeded(out var all, out var fault)) return fault;
        return all[0] switch
        {
            { Annotation: { } annotation } => annotation,
            { Fault: { } refused } => refused,
            _ => throw new InvalidOperationException("An answer has neither been kept nor refused."),
        };
    }

    /// <summary>
    /// Takes many answers in as one change, and says of each what became of it; one that is refused stops none of the others. What comes after its time
    /// counts while a place is free, and is kept as an extra vote where none is.
    /// </summary>
    /// <returns>An outcome for each answer, in their order; a fault where there are more than <see cref="MostAnswers"/>.</returns>
    public async Task<Outcome<List<AnswerOutcome>>> AnswerAllAsync(ProjectVersion project, IReadOnlyList<Answer> answers, CancellationToken cancellation)
    {
        if (answers.Count > MostAnswers)
            return Fault.BadInput("answers-too-many", $"At most {MostAnswers} answers are taken at once, not {answers.Count:N0}.");
        var settings = await planner.FollowAsync(project.Definition, cancellation);
        await using var work = await ReviewTransaction.BeginAsync(database, project.Definition.Name, cancellation);
        var outcomes = new List<AnswerOutcome>();
        foreach (var answer in answers)
        {
            var outcome = await HandIn.TakeAsync(work, project, settings, answer, clock.GetUtcNow(), answers.Count, cancellation);
            outcomes.Add(outcome.Succeeded(out var annotation, out var fault) ? new(answer.RecordId, annotation, null) : new(answer.RecordId, null, fault));
        }

        await work.CommitAsync(cancellation);
        return outcomes;
    }

    /// <summary>Takes the suggested label.</summary>
    public Task<Outcome<Annotation>> AcceptAsync(
        ProjectVersion project, string recordId, string annotator, string? labeller, CancellationToken cancellation)
        => AnswerAsync(project, Answer.Accept(recordId, annotator) with { Labeller = labeller }, cancellation);

    /// <summary>Gives the record a label of the schema. Where it is the suggested one, that counts as accepting it.</summary>
    /// <param name="project">The project's version that the annotator works under.</param>
    /// <param name="recordId">The record.</param>
    /// <param name="annotator">Who.</param>
    /// <param name="label">The label.</param>
    /// <param name="suggestionShown">False where the annotator did not look at the suggestion that there was.</param>
    /// <param name="labeller">Whose suggestion it was; null: the one that was shown, or else the newest.</param>
    /// <param name="cancellation">Cancels.</param>
    public Task<Outcome<Annotation>> CorrectAsync(
        ProjectVersion project, string recordId, string annotator, string label, bool suggestionShown, string? labeller, CancellationToken cancellation)
        => AnswerAsync(project, Answer.Correct(recordId, annotator, label) with { Unseen = !suggestionShown, Labeller = labeller }, cancellation);

    /// <summary>Passes the record over for this annotator.</summary>
    public Task<Outcome<Annotation>> SkipAsync(ProjectVersion project, string recordId, string annotator, CancellationToken cancellation)
        => AnswerAsync(project, Answer.Skip(recordId, annotator), cancellation);

    /// <summary>Takes back the annotator's last act; the record comes to the same annotator first.</summary>
    public async Task<Outcome<Annotation>> UndoAsync(Project project, string annotator, CancellationToken cancellation)
    {
        var settings = await planner.FollowAsync(project, cancellation);
        await using var work = await ReviewTransaction.BeginAsync(database, project.Name, cancellation);
        if (await AnnotationStore.VoidLastAsync(work, annotator, cancellation) is not { } voided)
            return Fault.Conflict("nothing-to-undo", $"'{annotator}' has done nothing in '{project.Name}' that could be taken back.");
        if (voided.Label is not null) await ResolutionStore.RefreshAsync(work, voided.RecordId, settings, project.Knows, requeued: null, cancellation);
        await HandOut.GiveBackAsync(work, settings, voided, clock.GetUtcNow(), cancellation);
        await work.CommitAsync(cancellation);
        return voided;
    }

    /// <summary>Prolongs all that the annotator holds, as whatever the annotator does here does too, and says how many records that are.</summary>
    public async Task<int> RenewAsync(Project project, string annotator, CancellationToken cancellation)
    {
        var settings = await planner.FollowAsync(project, cancellation);
        await using var work = await ReviewTransaction.BeginAsync(database, project.Name, cancellation);
        var held = await LeaseStore.RenewAsync(work, annotator, clock.GetUtcNow(), settings.Lease, cancellation);
        await work.CommitAsync(cancellation);
        return held;
    }

    /// <summary>A grid of look-alikes with one suggestion, handed to the annotator; see <see cref="LookAlikes.GridAsync"/>.</summary>
    public Task<IReadOnlyList<ReviewTile>> GridAsync(Project project, string annotator, QueueKind kind, int take, CancellationToken cancellation)
        => lookAlikes.GridAsync(project, annotator, kind, take, cancellation);

    /// <summary>The records most like one; see <see cref="LookAlikes.OfAsync"/>.</summary>
    public Task<Outcome<List<ReviewTile>>> SimilarAsync(Project project, string recordId, string annotator, int take, CancellationToken cancellation)
        => lookAlikes.OfAsync(project, recordId, annotator, take, cancellation);
}
