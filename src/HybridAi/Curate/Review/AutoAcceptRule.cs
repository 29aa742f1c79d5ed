namespace HybridAi.Curate.Review;

/// <summary>What is asked of labels that are accepted without a look.</summary>
/// <param name="Precision">The share of them that must be right, such as 0.95.</param>
/// <param name="Confidence">How sure that must be, such as 0.95.</param>
/// <param name="Seed">Draws the audits.</param>
public sealed record AutoAcceptRule(double Precision = 0.95, double Confidence = 0.95, int Seed = 1)
{
    /// <summary>The share of wrong ones that is allowed.</summary>
    public double ErrorAllowed => 1 - Precision;

    /// <summary>Why the rule can't be; null where it can.</summary>
    public Fault? Fault => this switch
    {
        { Precision: not (>= 0.5 and <= 0.999) } => HybridAi.Fault.BadInput("precision-out-of-range", "The precision is between 0.5 and 0.999.", "precision"),
        { Confidence: not (>= 0.5 and <= 0.999) } => HybridAi.Fault.BadInput("confidence-out-of-range", "The confidence is between 0.5 and 0.999.", "confidence"),
        _ => null,
    };
}
