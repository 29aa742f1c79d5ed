namespace HybridAi.Curate.Review;

/// <summary>How accepting without a look stands.</summary>
public enum AutoAcceptState
{
    /// <summary>The planned audits are not all made: nothing is accepted yet.</summary>
    Auditing,

    /// <summary>The planned audits don't show the asked precision of any set: nothing is accepted.</summary>
    Refused,

    /// <summary>The audits show it: labels are accepted.</summary>
    Accepting,

    /// <summary>Later audits broke what the planned ones had shown: nothing is accepted while they do.</summary>
    Stopped,
}

/// <summary>A label that may be accepted without a look.</summary>
/// <param name="Place">From the least doubtful, 0, on.</param>
/// <param name="RecordId">The record.</param>
/// <param name="Label">The label.</param>
/// <param name="Labeller">Who proposed it.</param>
/// <param name="Doubt">How doubtful it was when the rule was set.</param>
public sealed record AutoAcceptCandidate(int Place, string RecordId, string Label, string Labeller, double Doubt);

/// <summary>A project's rule and how it stands.</summary>
/// <param name="Rule">What is asked.</param>
/// <param name="State">How it stands.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Candidates">How many labels could be accepted at most.</param>
/// <param name="Accepted">How many are: the least doubtful ones, without those that people have reviewed with the label in sight.</param>
/// <param name="Threshold">The highest doubt among the accepted; null where none is.</param>
/// <param name="Verdict">What the audits show.</param>
/// <param name="NextAudit">The record to look at next; null where nothing more can be shown.</param>
public sealed record AutoAcceptReport(
    AutoAcceptRule Rule, AutoAcceptState State, string Reason, int Candidates, int Accepted, double? Threshold, AutoAcceptVerdict Verdict, string? NextAudit);
