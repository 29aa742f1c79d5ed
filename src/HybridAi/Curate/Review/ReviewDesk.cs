using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Review;

/// <summary>A record on the desk.</summary>
/// <param name="Record">The record.</param>
/// <param name="Suggestion">What a labeller proposed; null where none did.</param>
/// <param name="Queue">Which queue it came from.</param>
/// <param name="Waiting">How many records wait in that queue, this one included.</param>
public sealed record ReviewItem(Record Record, Label? Suggestion, QueueKind Queue, int Waiting);

/// <summary>Where people look at records: the next one, accept, correct, skip, undo.</summary>
public sealed class ReviewDesk(
    RecordStore records, LabelStore labels, LabellingRunStore runs, AnnotationStore annotations, ReviewBacklog backlog, TimeProvider clock)
{
    /// <summary>The next record for the annotator; null when nothing waits.</summary>
    /// <param name="project">The project.</param>
    /// <param name="annotator">Who asks; records this person skipped are left out.</param>
    /// <param name="kind">Which queue.</param>
    /// <param name="labeller">Whose proposals are shown and order the doubtful; null: the labeller of the newest run.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<ReviewItem?> NextAsync(Project project, string annotator, QueueKind kind, string? labeller, CancellationToken cancellation)
    {
        labeller ??= await NewestLabellerAsync(project, cancellation);
        foreach (var one in await OrderAsync(project, kind, cancellation))
        {
            var waiting = await backlog.WaitingAsync(project, one, annotator, labeller, cancellation).ToListAsync(cancellation);
            if (waiting.Count == 0) continue;
            var record = await records.FindAsync(project.Name, waiting[0], cancellation);
            return new(record!, await SuggestionAsync(project, waiting[0], labeller, cancellation), one, waiting.Count);
        }

        return null;
    }

    /// <summary>Takes the suggested label.</summary>
    public async Task<Outcome<Annotation>> AcceptAsync(
        ProjectVersion project, string recordId, string annotator, string? labeller, CancellationToken cancellation)
    {
        labeller ??= await NewestLabellerAsync(project.Definition, cancellation);
        var suggestion = await SuggestionAsync(project.Definition, recordId, labeller, cancellation);
        if (suggestion?.Value is not { } label)
            return Fault.Conflict("suggestion-missing", $"Nothing is suggested for record '{recordId}': give it a label instead.");
        return await AddAsync(project, recordId, annotator, ReviewAction.Accept, label, suggestion, shown: true, cancellation);
    }

    /// <summary>Gives the record a label of the schema. Where it is the suggested one, that counts as accepting it.</summary>
    /// <param name="project">The project's version that the annotator works under.</param>
    /// <param name="recordId">The record.</param>
    /// <param name="annotator">Who.</param>
    /// <param name="label">The label.</param>
    /// <param name="suggestionShown">Whether the annotator saw the suggestion before deciding.</param>
    /// <param name="labeller">Whose suggestion it was; null: the labeller of the newest run.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<Outcome<Annotation>> CorrectAsync(
        ProjectVersion project, string recordId, string annotator, string label, bool suggestionShown, string? labeller, CancellationToken cancellation)
    {
        if (!project.Definition.Form.Read(label).Succeeded(out var kept, out var unknown)) return unknown;
        labeller ??= await NewestLabellerAsync(project.Definition, cancellation);
        var suggestion = await SuggestionAsync(project.Definition, recordId, labeller, cancellation);
        var action = suggestion?.Value == kept ? ReviewAction.Accept : ReviewAction.Correct;
        return await AddAsync(project, recordId, annotator, action, kept, suggestion, suggestionShown && suggestion is not null, cancellation);
    }

    /// <summary>Passes the record over for this annotator.</summary>
    public Task<Outcome<Annotation>> SkipAsync(ProjectVersion project, string recordId, string annotator, CancellationToken cancellation)
        => AddAsync(project, recordId, annotator, ReviewAction.Skip, label: null, suggestion: null, shown: false, cancellation);

    /// <summary>Takes back the annotator's last act; the record waits again.</summary>
    public async Task<Outcome<Annotation>> UndoAsync(Project project, string annotator, CancellationToken cancellation)
    {
        var voided = await annotations.VoidLastAsync(project.Name, annotator, cancellation);
        return voided is null
            ? Fault.Conflict("nothing-to-undo", $"'{annotator}' has done nothing in '{project.Name}' that could be taken back.")
            : voided;
    }

    private async Task<Outcome<Annotation>> AddAsync(
        ProjectVersion project, string recordId, string annotator, ReviewAction action, string? label, Label? suggestion, bool shown, CancellationToken cancellation)
    {
        var name = project.Definition.Name;
        if (string.IsNullOrWhiteSpace(annotator)) return Fault.BadInput("annotator-missing", "An annotation needs the name of its annotator.");
        if (await records.FindAsync(name, recordId, cancellation) is not { } record)
            return Fault.NotFound("record-unknown", $"There is no record '{recordId}' in '{name}'.");
        if (record.DuplicateOf is { } original)
            return Fault.Conflict("record-is-duplicate", $"Record '{recordId}' has the same text as '{original}': review that one, both get the label.");
        var annotation = new Annotation(
            0, recordId, annotator, action, label, suggestion?.Value, suggestion?.Labeller, shown, project.Version, clock.GetUtcNow());
        if (await annotations.AddAsync(name, annotation, cancellation) is { } added) return added;
        var standing = await annotations.StandingOfAsync(name, recordId, cancellation);
        return Fault.Conflict(
            "record-reviewed", $"Record '{recordId}' was labelled '{standing?.Label}' by '{standing?.Annotator}'; that must be undone first.");
    }

    // Turn and turn about by what stands so far; where one queue is empty the other serves.
    private async Task<IReadOnlyList<QueueKind>> OrderAsync(Project project, QueueKind kind, CancellationToken cancellation)
    {
        if (kind != QueueKind.Mixed) return [kind];
        var done = (await annotations.StandingAsync(project.Name, cancellation)).Count;
        return done % 2 == 0 ? [QueueKind.HeldOut, QueueKind.Doubtful] : [QueueKind.Doubtful, QueueKind.HeldOut];
    }

    private async Task<string?> NewestLabellerAsync(Project project, CancellationToken cancellation)
        => await runs.ListAsync(project.Name, cancellation) is [var newest, ..] ? newest.Labeller : null;

    private async Task<Label?> SuggestionAsync(Project project, string recordId, string? labeller, CancellationToken cancellation)
        => labeller is null ? null : await labels.NewestOfAsync(project.Name, recordId, labeller, cancellation);
}
