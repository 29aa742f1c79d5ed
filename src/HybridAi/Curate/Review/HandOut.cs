namespace HybridAi.Curate.Review;

/// <summary>How a record comes into an annotator's hands.</summary>
internal static class HandOut
{
    /// <summary>
    /// The record that the annotator holds already and does not name as being beside, in the same queue or given back by an undo; otherwise the next one, by the annotator's turn. Null when
    /// nothing waits.
    /// </summary>
    public static async Task<Lease?> NextAsync(
        ReviewTransaction work, ReviewSettings settings, HandOutRequest request, DateTimeOffset now, CancellationToken cancellation)
    {
        await LeaseStore.RenewAsync(work, request.Annotator, now, settings.Lease, cancellation);
        await LeaseStore.ForgetAsync(work, request.Annotator, now, cancellation);
        foreach (var own in (await LeaseStore.OfAsync(work, request.Annotator, cancellation)).Where(lease => lease.InBulk == 0 && lease.IsLive(now)))
        {
            if (request.Beside.Contains(own.RecordId)) continue;
            if (own.Kind == request.Queue || own.Returned == 1) return own;
            await LeaseStore.FreeAsync(work, own.RecordId, request.Annotator, cancellation);
        }

        var turn = QueueTurn.Of(settings, request.Queue, request.Annotator, await TurnsAsync(work, request.Annotator, cancellation));
        if (await ChooseAsync(work, settings, request, turn, now, cancellation) is not { } chosen) return null;
        await work.ExecuteAsync(
            """
            INSERT INTO review_annotators (project, annotator, turns) VALUES (@Project, @Annotator, 1)
            ON CONFLICT (project, annotator) DO UPDATE SET turns = review_annotators.turns + 1
            """,
            new { work.Project, request.Annotator }, cancellation);
        await LeaseStore.SaveAsync(work, [chosen], cancellation);
        return chosen;
    }

    /// <summary>A line for the record, with what will be shown of it.</summary>
    public static async Task<Lease> LeaseAsync(
        ReviewTransaction work, ReviewSettings settings, HandOutRequest request, string recordId, QueueReason reason, DateTimeOffset now,
        CancellationToken cancellation, bool goldCheck = false, bool inBulk = false, bool returned = false)
    {
        var suggestion = await Suggestion.NewestAsync(work, recordId, request.Labeller, cancellation);
        var shown = suggestion is not null && !request.Blind && !settings.IsBlind(recordId, request.Annotator);
        return new()
        {
            RecordId = recordId,
            Annotator = request.Annotator,
            Queue = request.Queue.ToString(),
            Reason = reason.ToString(),
            GoldCheck = goldCheck ? 1 : 0,
            InBulk = inBulk ? 1 : 0,
            Returned = returned ? 1 : 0,
            SuggestionShown = shown ? 1 : 0,
            SuggestedLabel = suggestion?.Label,
            SuggestedBy = suggestion?.Labeller,
            AskedAt = now,
            ExpiresAt = now + settings.Lease,
        };
    }

    /// <summary>Brings a record whose answer was taken back to the same annotator first, unless its places are taken.</summary>
    public static async Task GiveBackAsync(ReviewTransaction work, ReviewSettings settings, Annotation voided, DateTimeOffset now, CancellationToken cancellation)
    {
        var votes = await work.FirstAsync<long>(
            "SELECT votes FROM review_queue WHERE project = @Project AND record_id = @RecordId", new { work.Project, voided.RecordId }, cancellation);
        var others = await LeaseStore.OthersAsync(work, voided.RecordId, voided.Annotator, now, cancellation);
        if (!voided.GoldCheck && votes + others >= settings.Overlap) return;
        var request = new HandOutRequest(voided.Annotator, voided.Queue ?? QueueKind.Mixed, voided.SuggestedBy, Blind: false);
        await LeaseStore.SaveAsync(
            work,
            [await LeaseAsync(
                work, settings, request, voided.RecordId, voided.Reason ?? QueueReason.Doubt, now, cancellation, goldCheck: voided.GoldCheck, returned: true)],
            cancellation);
    }

    private static async Task<Lease?> ChooseAsync(
        ReviewTransaction work, ReviewSettings settings, HandOutRequest request, QueueTurn turn, DateTimeOffset now, CancellationToken cancellation)
    {
        if (turn.GoldFirst && await ReviewQueue.GoldAsync(work, request.Queue, turn.GoldPlace, request.Annotator, now, cancellation) is { } gold)
        {
            // It names the reason that any other record of this turn would have had: a check that shows itself checks nothing.
            var looksLike = turn.Reasons.First(reason => !QueueTurn.First.Contains(reason));
            return await LeaseAsync(work, settings, request, gold.RecordId, looksLike, now, cancellation, goldCheck: true);
        }

        foreach (var reason in turn.Reasons)
        {
            if (await ReviewQueue.FirstAsync(work, reason, request.Annotator, settings, now, 1, cancellation) is [var first, ..])
                return await LeaseAsync(work, settings, request, first.RecordId, reason, now, cancellation);
        }

        return null;
    }

    private static Task<long> TurnsAsync(ReviewTransaction work, string annotator, CancellationToken cancellation)
        => work.FirstAsync<long>(
            "SELECT turns FROM review_annotators WHERE project = @Project AND annotator = @annotator", new { work.Project, annotator }, cancellation);
}

/// <summary>Who asks for a record, and how it is to be shown.</summary>
/// <param name="Annotator">Who asks.</param>
/// <param name="Queue">Which queue.</param>
/// <param name="Labeller">Whose proposals are shown; null: the newest.</param>
/// <param name="Blind">Whether the annotator wants to decide without a suggestion.</param>
internal sealed record HandOutRequest(string Annotator, QueueKind Queue, string? Labeller, bool Blind)
{
    /// <summary>Records that the annotator has before them already: another one is wanted beside these.</summary>
    public IReadOnlyCollection<string> Beside { get; init; } = [];
}
