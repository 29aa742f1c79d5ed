namespace HybridAi.Curate.Review;

/// <summary>What people have come to about a record.</summary>
public enum ResolutionState
{
    /// <summary>Fewer people have labelled it than the overlap asks for.</summary>
    Open,

    /// <summary>They agree as the rule asks.</summary>
    Agreed,

    /// <summary>They don't; a reviewer decides.</summary>
    Disputed,

    /// <summary>A reviewer has decided.</summary>
    Adjudicated,
}

/// <summary>What people have come to about one record; the one place that computes it.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="State">How it stands.</param>
/// <param name="Label">The label that holds; null while open or in dispute.</param>
/// <param name="DecidedBy">The reviewer, or those who gave the label, in the order in which they did.</param>
/// <param name="SuggestionShown">Whether any of them saw a suggestion before deciding.</param>
/// <param name="Voters">Whose labels count, the oldest first: at most as many as the overlap asks for.</param>
/// <param name="LastSeq">The newest annotation that counts; 0 without one.</param>
public sealed record Resolution(
    string RecordId, ResolutionState State, string? Label, string DecidedBy, bool SuggestionShown, IReadOnlyList<string> Voters, long LastSeq)
{
    /// <summary>
    /// Computes it. A label that came too late or that the schema no longer knows does not count; of more labels than the overlap asks for, as after it
    /// was lowered, the oldest do.
    /// </summary>
    /// <param name="recordId">The record.</param>
    /// <param name="standing">Its standing annotations with a label.</param>
    /// <param name="adjudication">The standing decision of a reviewer; null where there is none.</param>
    /// <param name="settings">Overlap and rule.</param>
    /// <param name="knows">Whether a label is in the schema.</param>
    public static Resolution Of(
        string recordId, IEnumerable<Annotation> standing, Adjudication? adjudication, ReviewSettings settings, Func<string, bool> knows)
    {
        var votes = standing.Where(vote => !vote.Extra && vote.Label is { } label && knows(label)).OrderBy(vote => vote.Seq).Take(settings.Overlap).ToList();
        string[] voters = [.. votes.Select(vote => vote.Annotator)];
        var last = votes.Count == 0 ? 0 : votes[^1].Seq;
        if (adjudication is not null && knows(adjudication.Label))
            return new(recordId, ResolutionState.Adjudicated, adjudication.Label, adjudication.Reviewer, votes.Any(vote => vote.SuggestionShown), voters, last);
        if (votes.Count < settings.Overlap) return new(recordId, ResolutionState.Open, null, "", false, voters, last);

        var first = votes.GroupBy(vote => vote.Label).MaxBy(group => group.Count())!.ToList();
        var agreed = settings.Agreement == AgreementRule.Unanimous ? first.Count == votes.Count : first.Count * 2 > votes.Count;
        return agreed
            ? new(
                recordId, ResolutionState.Agreed, first[0].Label, string.Join(", ", first.Select(vote => vote.Annotator)),
                first.Any(vote => vote.SuggestionShown), voters, last)
            : new(recordId, ResolutionState.Disputed, null, "", false, voters, last);
    }
}
