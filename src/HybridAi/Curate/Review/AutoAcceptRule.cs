using HybridAi.Learning.Statistics;

namespace HybridAi.Curate.Review;

/// <summary>What is asked of labels that are accepted without a look.</summary>
/// <param name="Precision">The share of them that must be right, such as 0.95.</param>
/// <param name="Confidence">How sure that must be, such as 0.95.</param>
/// <param name="Audits">After how many audits it is decided; null: as many as <see cref="PlanFor"/> says.</param>
/// <param name="Seed">Draws the audits.</param>
public sealed record AutoAcceptRule(double Precision = 0.95, double Confidence = 0.95, int? Audits = null, int Seed = 1)
{
    /// <summary>How likely labels that are twice as good as asked are to be shown by the planned audits: the usual risk of one in ten.</summary>
    public const double Power = 0.9;

    /// <summary>The share of wrong ones that is allowed.</summary>
    public double ErrorAllowed => 1 - Precision;

    /// <summary>Why the rule can't be; null where it can.</summary>
    public Fault? Fault => this switch
    {
        { Precision: not (>= 0.5 and <= 0.999) } => HybridAi.Fault.BadInput("precision-out-of-range", "The precision is between 0.5 and 0.999.", "precision"),
        { Confidence: not (>= 0.5 and <= 0.999) } => HybridAi.Fault.BadInput("confidence-out-of-range", "The confidence is between 0.5 and 0.999.", "confidence"),
        { Audits: < 1 } => HybridAi.Fault.BadInput("audits-out-of-range", "At least one audit is needed.", "audits"),
        _ => null,
    };

    /// <summary>The rule with its number of audits fixed, before the first of them.</summary>
    public AutoAcceptRule PlanFor(int candidates)
        => this with { Audits = Math.Min(candidates, Audits ?? FinitePopulation.Plan(candidates, ErrorAllowed, Confidence, Power)) };
}
