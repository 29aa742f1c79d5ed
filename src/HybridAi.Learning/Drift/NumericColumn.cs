namespace HybridAi.Learning.Drift;

/// <summary>A column of numbers: Kolmogorov-Smirnov finds a change of shape, Wasserstein says how far the values went.</summary>
/// <remarks>
/// Both come from one walk along the pooled order. Ties are passed together, so that they add nothing to either distance.
/// Ramdas, García Trillos and Cuturi 2017, "On Wasserstein two-sample testing and related families of nonparametric tests", section 4.
/// </remarks>
public sealed class NumericColumn : DriftColumn
{
    private static readonly DriftStatistic[] Measured = [DriftStatistic.KolmogorovSmirnov, DriftStatistic.Wasserstein];
    private readonly int[] _order;
    private readonly double[] _gaps;

    /// <summary>A column of these values, each in the order of its rows.</summary>
    /// <exception cref="ArgumentException">A sample is empty or holds what is no finite number.</exception>
    public NumericColumn(string name, ReadOnlySpan<double> reference, ReadOnlySpan<double> window)
        : base(name, reference.Length, window.Length)
    {
        double[] values = [.. reference, .. window];
        if (!values.All(double.IsFinite)) throw new ArgumentException($"Column '{name}' holds what is no finite number.");
        _order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort(values, _order);
        // To the next value; 0 within a tie.
        _gaps = [.. values.Zip(values.Skip(1), (here, next) => next - here), 0];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<DriftStatistic> Statistics => Measured;

    internal override void Measure(ReadOnlySpan<bool> inWindow, Span<double> values)
    {
        var (step, back) = (1.0 / Window, 1.0 / Reference);
        var (between, largest, way) = (0.0, 0.0, 0.0);
        for (var place = 0; place < _order.Length; place++)
        {
            between += inWindow[_order[place]] ? step : -back;
            if (_gaps[place] == 0) continue;
            var distance = Math.Abs(between);
            if (distance > largest) largest = distance;
            way += distance * _gaps[place];
        }

        (values[0], values[1]) = (largest, way);
    }
}
