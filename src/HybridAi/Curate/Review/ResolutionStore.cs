namespace HybridAi.Curate.Review;

/// <summary>Resolutions and what follows from them for the queue, kept beside the annotations so that nobody has to count them again.</summary>
internal static class ResolutionStore
{
    private const char Separator = '\u001f';

    private const string Resolve =
        """
        INSERT INTO resolutions (project, record_id, state, label, decided_by, suggestion_shown, votes, last_seq)
        VALUES (@Project, @RecordId, @State, @Label, @DecidedBy, @SuggestionShown, @Votes, @LastSeq)
        ON CONFLICT (project, record_id) DO UPDATE SET state = excluded.state, label = excluded.label, decided_by = excluded.decided_by,
          suggestion_shown = excluded.suggestion_shown, votes = excluded.votes, last_seq = excluded.last_seq
        """;

    // A record that is resolved again has been looked at again.
    private const string Queue =
        """
        UPDATE review_queue SET open = @Open, voters = @Voters, votes = @Votes,
          requeued = CASE WHEN @Open = 0 THEN NULL WHEN @Requeued IS NOT NULL THEN @Requeued ELSE requeued END,
          asked = CASE WHEN @Open = 0 THEN NULL ELSE asked END
        WHERE project = @Project AND record_id = @RecordId
        """;

    /// <summary>Computes the record's resolution anew and keeps it.</summary>
    public static async Task<Resolution> RefreshAsync(
        ReviewTransaction work, string recordId, ReviewSettings settings, Func<string, bool> knows, string? requeued, CancellationToken cancellation)
    {
        var standing = await AnnotationStore.StandingOfAsync(work, recordId, cancellation);
        var resolution = Resolution.Of(recordId, standing, await AdjudicationStore.StandingOfAsync(work, recordId, cancellation), settings, knows);
        await SaveAsync(work, [(resolution, requeued)], cancellation);
        return resolution;
    }

    /// <summary>Keeps the resolutions; with each why its record waits again, null where it does not or that is not new.</summary>
    public static async Task SaveAsync(ReviewTransaction work, IEnumerable<(Resolution Resolution, string? Requeued)> all, CancellationToken cancellation)
    {
        var rows = all.Select(one => new
        {
            work.Project,
            one.Resolution.RecordId,
            State = one.Resolution.State.ToString(),
            one.Resolution.Label,
            one.Resolution.DecidedBy,
            SuggestionShown = one.Resolution.SuggestionShown ? 1L : 0L,
            Votes = (long)one.Resolution.Voters.Count,
            one.Resolution.LastSeq,
            Open = one.Resolution.State == ResolutionState.Open ? 1L : 0L,
            Voters = KeyOf(one.Resolution.Voters),
            one.Requeued,
        }).ToList();
        await work.ExecuteAsync(Resolve, rows, cancellation);
        await work.ExecuteAsync(Queue, rows, cancellation);
    }

    /// <summary>The voters as one text that is the same whatever their order.</summary>
    public static string KeyOf(IEnumerable<string> voters)
        => string.Concat(voters.Order(StringComparer.Ordinal).Select(voter => $"{Separator}{voter}{Separator}"));

    /// <summary>Whether the annotator is among the voters of a key.</summary>
    public static bool Holds(string key, string annotator) => key.Contains($"{Separator}{annotator}{Separator}", StringComparison.Ordinal);
}
