namespace HybridAi.Learning.OffPolicy;

/// <summary>
/// A value is right if, in expectation, what was earned less the value times its measure sums to 0. The estimate solves that for the log; a
/// value is outside of the interval if the log speaks against it.
/// </summary>
internal sealed class EstimatingEquation
{
    private const int Halvings = 40;

    /// <param name="rows">Earned and measure of each decision.</param>
    /// <param name="range">Within what a row's earned less value times measure must lie, given the value: known without the outcomes.</param>
    /// <param name="from">No value is below.</param>
    /// <param name="to">No value is above.</param>
    /// <param name="varianceGuess">About how much a row varies, guessed without the outcomes: a bad guess costs width, not validity.</param>
    public EstimatingEquation(
        IEnumerable<(double Earned, double Measure)> rows, Func<double, (double Low, double High)> range, double from, double to, double varianceGuess)
    {
        // Rows that show nothing are all alike, and most show nothing.
        Rows = [.. rows.GroupBy(row => row).Select(alike => new EquationRow(alike.Key.Earned, alike.Key.Measure, alike.Count()))];
        (Range, From, To, VarianceGuess, Count) = (range, from, to, varianceGuess, Rows.Sum(row => row.Count));
    }

    public EquationRow[] Rows { get; }

    public Func<double, (double Low, double High)> Range { get; }

    public double From { get; }

    public double To { get; }

    public double VarianceGuess { get; }

    public int Count { get; }

    /// <summary>Estimate and interval, in the unit of the rewards.</summary>
    /// <param name="name">The estimator.</param>
    /// <param name="settings">Settings.</param>
    /// <param name="widen">What clipping does to the interval.</param>
    public ValueEstimate Estimate(
        string name, OffPolicySettings settings, Func<(double Lower, double Upper), (double Lower, double Upper)> widen)
    {
        var measure = Rows.Sum(row => row.Count * row.Measure);
        var value = measure > 0 ? Rows.Sum(row => row.Count * row.Earned) / measure : (From + To) / 2;
        var (lower, upper) = widen(Interval(value, Bounds(settings)));
        return new(
            name, value * settings.Highest, Math.Max(lower, 0) * settings.Highest, Math.Min(upper, 1) * settings.Highest,
            settings.Confidence, settings.Interval);
    }

    /// <summary>The values that the log doesn't speak against.</summary>
    public (double Lower, double Upper) Interval(double estimate, IValueBounds bounds)
    {
        var middle = Math.Clamp(estimate, From, To);
        return (End(middle, From, bounds.TooLow), End(middle, To, bounds.TooHigh));
    }

    // Whichever way the estimate was found, a value further out is spoken against the more: halving finds where that begins.
    private double End(double inside, double outside, Func<EstimatingEquation, double, bool> refuted)
    {
        if (!refuted(this, outside)) return outside;
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (inside + outside) / 2;
            if (refuted(this, middle)) outside = middle;
            else inside = middle;
        }

        return outside;
    }

    private IValueBounds Bounds(OffPolicySettings settings) => settings.Interval switch
    {
        IntervalKind.Betting => BettingBounds.Planned(Count, VarianceGuess, settings.Confidence),
        IntervalKind.EmpiricalBernstein => new BernsteinBounds(settings.Confidence),
        _ => new NormalBounds(settings.Confidence),
    };
}
