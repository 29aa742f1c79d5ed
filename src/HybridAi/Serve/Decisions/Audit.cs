namespace HybridAi.Serve.Decisions;

/// <summary>How far an audit has come.</summary>
public enum AuditState
{
    /// <summary>Tiers are still to be asked.</summary>
    Open,

    /// <summary>All tiers have answered; a person has not.</summary>
    Waiting,

    /// <summary>All that was to be found out is known.</summary>
    Done,

    /// <summary>A tier, or the reference, could not be heard however often it was tried.</summary>
    Failed,
}

/// <summary>
/// What became of a decision that chance picked for an audit. Against the reference it shows agreement, not correctness: where the two differ either may be
/// wrong. Only a person's label shows who is.
/// </summary>
/// <param name="Decision">The decision's id.</param>
/// <param name="Project">The project.</param>
/// <param name="Judge">Who says what was right.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Attempts">How often tiers were asked.</param>
/// <param name="Answers">What those said that the request itself did not ask, or could not hear.</param>
/// <param name="ReferenceLabel">The reference's label; null where it has none, or is not known yet.</param>
/// <param name="Agrees">Whether the route's answer is the reference's; null where the reference's is not known.</param>
/// <param name="Error">Why it failed, or why it is to be tried again; null where nothing went wrong.</param>
/// <param name="CreatedAt">When it was drawn.</param>
/// <param name="EndedAt">When it ended; null before.</param>
public sealed record Audit(
    string Decision,
    string Project,
    AuditJudge Judge,
    AuditState State,
    int Attempts,
    IReadOnlyList<DecisionTier> Answers,
    string? ReferenceLabel,
    bool? Agrees,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt)
{
    /// <summary>Whether every tier was heard.</summary>
    public bool Heard => State is AuditState.Waiting or AuditState.Done;

    /// <summary>The text; null once the audit has ended.</summary>
    internal string? Text { get; init; }

    /// <summary>When it is to be tried, or when whoever is at it counts as gone.</summary>
    internal DateTimeOffset NextAt { get; init; }
}

/// <summary>A text that waits for a person.</summary>
/// <param name="Decision">The decision's id, under which the label is given.</param>
/// <param name="Text">The text.</param>
/// <param name="CreatedAt">When the audit was drawn.</param>
public sealed record WaitingAudit(string Decision, string Text, DateTimeOffset CreatedAt);
