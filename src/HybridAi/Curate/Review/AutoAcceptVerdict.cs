namespace HybridAi.Curate.Review;

/// <summary>What people have found out about a candidate.</summary>
public enum AuditFinding
{
    /// <summary>Nobody has looked.</summary>
    Open,

    /// <summary>Who decided without seeing the label came to the same one.</summary>
    Right,

    /// <summary>Who decided without seeing the label came to another.</summary>
    Wrong,

    /// <summary>Somebody has reviewed it and saw the label: it needs no acceptance any more, and is no audit.</summary>
    Left,
}

/// <summary>What the audits show of one set of candidates.</summary>
/// <param name="Places">How many of the least doubtful candidates the set is taken from.</param>
/// <param name="Candidates">Those of them that have not left.</param>
/// <param name="Audits">How many of these were audited.</param>
/// <param name="Wrong">How many of the audited were wrong.</param>
/// <param name="ErrorAtMost">The bound on the share of wrong ones among the candidates.</param>
/// <param name="Holds">Whether the bound is within what is allowed.</param>
public sealed record AutoAcceptStep(int Places, int Candidates, int Audits, int Wrong, double ErrorAtMost, bool Holds);

/// <summary>What the audits show.</summary>
/// <param name="Planned">After how many audits it is decided.</param>
/// <param name="Audits">How many were made.</param>
/// <param name="Wrong">How many of them were wrong.</param>
/// <param name="Decided">Whether the planned audits are made.</param>
/// <param name="Shown">The largest set that was shown when it was decided; null where none was.</param>
/// <param name="Stands">The largest set that still holds with the audits since; null where none does.</param>
/// <param name="Failed">The next larger set, which is not shown; null before the decision and where all candidates are.</param>
/// <param name="NextAudit">Place of the candidate to look at next; null where all are known.</param>
public sealed record AutoAcceptVerdict(
    int Planned, int Audits, int Wrong, bool Decided, AutoAcceptStep? Shown, AutoAcceptStep? Stands, AutoAcceptStep? Failed, int? NextAudit)
{
    /// <summary>From how many of the least doubtful places candidates are accepted without a look; 0: none.</summary>
    public int Accepted => Stands?.Places ?? 0;
}
