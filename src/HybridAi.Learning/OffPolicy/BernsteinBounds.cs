namespace HybridAi.Learning.OffPolicy;

/// <summary>The empirical Bernstein inequality on what is left at a value. Wider than <see cref="BettingBounds"/>, most of all where weights are large.</summary>
/// <remarks>Maurer and Pontil 2009, "Empirical Bernstein bounds and sample variance penalization", COLT 22, theorem 11 (independent rows, not alike).</remarks>
internal sealed class BernsteinBounds(double confidence) : IValueBounds
{
    private readonly double _log = Math.Log(4 / (1 - confidence));

    /// <inheritdoc/>
    public bool TooLow(EstimatingEquation equation, double value) => Moments.Of(equation, value) is var left && left.Mean > Radius(equation, value, left);

    /// <inheritdoc/>
    public bool TooHigh(EstimatingEquation equation, double value) => Moments.Of(equation, value) is var left && -left.Mean > Radius(equation, value, left);

    private double Radius(EstimatingEquation equation, double value, Moments left)
    {
        if (equation.Count < 2) return double.PositiveInfinity;
        var (low, high) = equation.Range(value);
        return Math.Sqrt(2 * left.Variance * _log / equation.Count) + 7 * (high - low) * _log / (3.0 * (equation.Count - 1));
    }
}
