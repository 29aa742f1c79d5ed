namespace HybridAi.Learning.OffPolicy;

/// <summary>Decisions that are alike.</summary>
/// <param name="Earned">What each earned, weighted.</param>
/// <param name="Measure">What a value is multiplied by.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct EquationRow(double Earned, double Measure, int Count)
{
    /// <summary>What is left at a value.</summary>
    public double At(double value) => Earned - value * Measure;

    /// <summary>Counts those that are alike: rows that show nothing all are, and most show nothing.</summary>
    public static EquationRow[] Counted(IEnumerable<(double Earned, double Measure)> decisions)
        => [.. decisions.GroupBy(decision => decision).Select(alike => new EquationRow(alike.Key.Earned, alike.Key.Measure, alike.Count()))];
}
