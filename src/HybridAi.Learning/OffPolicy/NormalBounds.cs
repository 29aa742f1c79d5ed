using MathNet.Numerics.Distributions;

namespace HybridAi.Learning.OffPolicy;

/// <summary>The normal approximation on what is left at a value: right in the limit only.</summary>
internal sealed class NormalBounds(double confidence) : IValueBounds
{
    private readonly double _quantile = Normal.InvCDF(0, 1, (1 + confidence) / 2);

    /// <inheritdoc/>
    public bool TooLow(EstimatingEquation equation, double value) => Moments.Of(equation, value) is var left && left.Mean > Radius(equation, left);

    /// <inheritdoc/>
    public bool TooHigh(EstimatingEquation equation, double value) => Moments.Of(equation, value) is var left && -left.Mean > Radius(equation, left);

    private double Radius(EstimatingEquation equation, Moments left)
        => equation.Count < 2 ? double.PositiveInfinity : _quantile * Math.Sqrt(left.Variance / equation.Count);
}
