using System.ComponentModel.DataAnnotations;

namespace HybridAi.Serve.Decisions;

/// <summary>Who says what was right in an audit.</summary>
public enum AuditJudge
{
    /// <summary>The route's reference: an audit then shows disagreement, which is no error.</summary>
    Reference,

    /// <summary>A person, once the tiers have answered: the text becomes a record that waits in the review queue.</summary>
    People,
}

/// <summary>What is written of each decision, and what share of them is audited.</summary>
public sealed class DecisionOptions
{
    /// <summary>Whether decisions are written; without them there are no audits, no what-if and no comparison of routes.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Share of the decisions that is audited, drawn by chance: every tier and the reference are then asked, at the project's expense.</summary>
    [Range(0.0, 1.0)]
    public double AuditShare { get; set; } = 0.02;

    /// <summary>Who judges audits.</summary>
    public AuditJudge AuditBy { get; set; } = AuditJudge.Reference;

    /// <summary>Decisions and audits older than so many days are deleted.</summary>
    [Range(1, 3_650)]
    public int KeepDays { get; set; } = 400;

    /// <summary>How often an audit is tried before it counts as failed.</summary>
    [Range(1, 50)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>The wait after the first failure, in seconds; it doubles with each further one.</summary>
    [Range(0.01, 3_600)]
    public double FirstRetrySeconds { get; set; } = 60;

    /// <summary>How often the queue of audits is looked at, in seconds.</summary>
    [Range(0.01, 300)]
    public double PollSeconds { get; set; } = 5;
}
