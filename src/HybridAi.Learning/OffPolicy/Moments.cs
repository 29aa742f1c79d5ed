namespace HybridAi.Learning.OffPolicy;

/// <summary>Mean and sample variance of what is left at a value.</summary>
internal readonly record struct Moments(double Mean, double Variance)
{
    public static Moments Of(EstimatingEquation equation, double value)
    {
        var mean = equation.Rows.Sum(row => row.Count * row.At(value)) / equation.Count;
        var squares = equation.Rows.Sum(row => row.Count * (row.At(value) - mean) * (row.At(value) - mean));
        return new(mean, squares / Math.Max(equation.Count - 1, 1));
    }
}
