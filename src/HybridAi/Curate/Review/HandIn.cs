using HybridAi.Curate.Projects;

namespace HybridAi.Curate.Review;

/// <summary>How an annotator's answer becomes an annotation.</summary>
internal static class HandIn
{
    private const int MostCommentCharacters = 4_000;

    /// <summary>
    /// Takes the answer in. What is handed in after its time still counts while a place is free; where none is, it is kept as an extra vote and the
    /// fault says so. The caller commits in either case.
    /// </summary>
    /// <param name="work">The change that it is part of.</param>
    /// <param name="project">The project's version that the annotator works under.</param>
    /// <param name="settings">The review settings.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="now">The moment.</param>
    /// <param name="together">How many answers are handed in at once, between which the time is divided.</param>
    /// <param name="cancellation">Cancels.</param>
    public static async Task<Outcome<Annotation>> TakeAsync(
        ReviewTransaction work, ProjectVersion project, ReviewSettings settings, Answer answer, DateTimeOffset now, int together, CancellationToken cancellation)
    {
        if (await RefusalAsync(work, project.Definition, answer, cancellation) is { } refused) return refused;
        var lease = await LeaseStore.FindAsync(work, answer.RecordId, answer.Annotator, cancellation);
        var suggestion = await Suggestion.OfAsync(work, lease, answer, cancellation);
        var isShown = lease?.SuggestionShown != 0 && (lease is not null || !settings.IsBlind(answer.RecordId, answer.Annotator));
        if (!LabelOf(project.Definition, answer, suggestion, isShown).Succeeded(out var given, out var fault)) return fault;

        var standing = await AnnotationStore.StandingOfAsync(work, answer.RecordId, cancellation);
        var own = standing.FirstOrDefault(annotation => annotation.Annotator == answer.Annotator);
        if (own is { Label: { } said, Extra: false } && project.Definition.Knows(said))
            return Fault.Conflict("record-reviewed", $"Record '{answer.RecordId}' was labelled by '{answer.Annotator}' already; that must be undone first.");

        var place = given.Label is null ? Place.Free : await PlaceAsync(work, project.Definition, settings, answer, standing, lease, now, cancellation);
        if (place == Place.Taken && lease is null) return Taken(answer, standing);
        if (own is not null) await AnnotationStore.VoidAsync(work, own.Seq, "replaced", cancellation);
        var added = await AnnotationStore.AddAsync(work, Line(), cancellation);
        await LeaseStore.FreeAsync(work, answer.RecordId, answer.Annotator, cancellation);
        await LeaseStore.RenewAsync(work, answer.Annotator, now, settings.Lease, cancellation);
        if (together == 1) await LeaseStore.BeginAsync(work, answer.Annotator, now, cancellation);
        if (given.Label is not null)
        {
            if (settings.Overlap > 1) await RelabelAsync(work, answer.RecordId, given.Label, cancellation);
            await ResolutionStore.RefreshAsync(work, answer.RecordId, settings, project.Definition.Knows, requeued: null, cancellation);
        }

        return place == Place.Taken ? TooLate(answer) : added;

        Annotation Line() => new(
            0, answer.RecordId, answer.Annotator, given.Action, given.Label, answer.Action == ReviewAction.Skip && lease is null ? null : suggestion?.Label,
            answer.Action == ReviewAction.Skip && lease is null ? null : suggestion?.Labeller,
            suggestion is not null && isShown && !answer.Unseen && (lease is not null || answer.Action != ReviewAction.Skip), project.Version, now)
        {
            Queue = lease?.Kind,
            Reason = lease?.Why,
            AskedAt = lease?.AskedAt,
            Duration = lease is null ? null : (now - lease.AskedAt) / together,
            Comment = string.IsNullOrWhiteSpace(answer.Comment) ? null : answer.Comment.Trim(),
            InBulk = together > 1 || lease?.InBulk == 1,
            GoldCheck = lease?.GoldCheck == 1,
            Extra = place is Place.Taken or Place.NotNeeded,
        };
    }

    private static async Task<Fault?> RefusalAsync(ReviewTransaction work, Project project, Answer answer, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(answer.Annotator)) return Fault.BadInput("annotator-missing", "An annotation needs the name of its annotator.");
        if (answer.Annotator.Any(char.IsControl)) return Fault.BadInput("annotator-invalid", "An annotator's name holds no control characters.");
        if (answer.Comment?.Length > MostCommentCharacters)
            return Fault.BadInput("comment-too-long", $"A comment has at most {MostCommentCharacters:N0} characters, not {answer.Comment.Length:N0}.");
        return await ReviewedRecord.RefusalAsync(work, project.Name, answer.RecordId, cancellation);
    }

    private static Outcome<(ReviewAction Action, string? Label)> LabelOf(Project project, Answer answer, Suggestion? suggestion, bool isShown)
    {
        switch (answer.Action)
        {
            case ReviewAction.Skip:
                return (ReviewAction.Skip, null);
            case ReviewAction.Accept when suggestion is null:
                return Fault.Conflict("suggestion-missing", $"Nothing is suggested for record '{answer.RecordId}': give it a label instead.");
            case ReviewAction.Accept when !isShown:
                return Fault.Conflict("record-blind", $"Record '{answer.RecordId}' is decided without a suggestion: give it a label instead.");
            case ReviewAction.Accept:
                return project.Form.Read(suggestion.Label).Then<(ReviewAction, string?)>(kept => (ReviewAction.Accept, kept));
            default:
                if (string.IsNullOrEmpty(answer.Label)) return Fault.BadInput("label-missing", $"Which label record '{answer.RecordId}' gets is missing.");
                return project.Form.Read(answer.Label).Then<(ReviewAction, string?)>(
                    kept => (kept == suggestion?.Label ? ReviewAction.Accept : ReviewAction.Correct, kept));
        }
    }

    private static async Task<Place> PlaceAsync(
        ReviewTransaction work, Project project, ReviewSettings settings, Answer answer, IReadOnlyList<Annotation> standing, Lease? lease, DateTimeOffset now,
        CancellationToken cancellation)
    {
        var votes = standing.Count(vote => !vote.Extra && vote.Annotator != answer.Annotator && vote.Label is { } label && project.Knows(label));
        if (lease?.GoldCheck == 1 && votes >= settings.Overlap) return Place.NotNeeded;
        if (lease?.IsLive(now) == true) return Place.Free;
        return votes + await LeaseStore.OthersAsync(work, answer.RecordId, answer.Annotator, now, cancellation) < settings.Overlap ? Place.Free : Place.Taken;
    }

    private static Fault Taken(Answer answer, IReadOnlyList<Annotation> standing)
    {
        var who = string.Join(", ", standing.Where(vote => vote is { Label: not null, Extra: false }).Select(vote => $"'{vote.Annotator}'"));
        return who.Length > 0
            ? Fault.Conflict("record-reviewed", $"Record '{answer.RecordId}' was labelled by {who}; that must be undone first.")
            : Fault.Conflict("record-held", $"Record '{answer.RecordId}' is in somebody else's hands: ask for the next one.");
    }

    private static Fault TooLate(Answer answer) => Fault.Conflict(
        "lease-lost",
        $"Record '{answer.RecordId}' was not handed in in time and has gone to somebody else. Your label is kept as an extra vote, which does not count.");

    // The label given so far says what is rare better than one that was proposed.
    private static Task<int> RelabelAsync(ReviewTransaction work, string recordId, string label, CancellationToken cancellation)
        => work.ExecuteAsync(
            "UPDATE review_queue SET label = @label WHERE project = @Project AND record_id = @recordId", new { work.Project, recordId, label }, cancellation);

    private enum Place
    {
        Free,
        NotNeeded,
        Taken,
    }
}
