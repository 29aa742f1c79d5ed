namespace HybridAi.Learning.OffPolicy;

/// <summary>Decisions that are alike.</summary>
/// <param name="Earned">What each earned, weighted.</param>
/// <param name="Measure">What a value is multiplied by.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct EquationRow(double Earned, double Measure, int Count)
{
    /// <summary>What is left at a value.</summary>
    public double At(double value) => Earned - value * Measure;
}
