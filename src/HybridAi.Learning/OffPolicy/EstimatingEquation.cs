namespace HybridAi.Learning.OffPolicy;

/// <summary>
/// A value is right if, in expectation, what was earned less the value times its measure sums to 0. The estimate solves that for the log; a
/// value is outside of the interval if the log speaks against it.
/// </summary>
/// <param name="rows">Earned and measure of the decisions.</param>
/// <param name="range">Within what a row's earned less value times measure must lie, given the value: known without the outcomes.</param>
/// <param name="from">No value is below.</param>
/// <param name="to">No value is above.</param>
/// <param name="varianceGuess">About how much a row varies, guessed without the outcomes: a bad guess costs width, not validity.</param>
internal sealed class EstimatingEquation(
    EquationRow[] rows, Func<double, (double Low, double High)> range, double from, double to, double varianceGuess)
{
    private const int Halvings = 40;

    public EquationRow[] Rows { get; } = rows;

    public Func<double, (double Low, double High)> Range { get; } = range;

    /// <summary>How many decisions there are.</summary>
    public int Count { get; } = rows.Sum(row => row.Count);

    /// <summary>What solves it; the middle of what is possible where the log shows nothing.</summary>
    public double Solution
    {
        get
        {
            var measure = Rows.Sum(row => row.Count * row.Measure);
            return measure > 0 ? Rows.Sum(row => row.Count * row.Earned) / measure : (from + to) / 2;
        }
    }

    /// <summary>Estimate and interval, in the unit of the rewards.</summary>
    /// <param name="name">The estimator.</param>
    /// <param name="settings">Settings.</param>
    /// <param name="widen">What clipping does to the interval.</param>
    public ValueEstimate Estimate(
        string name, OffPolicySettings settings, Func<(double Lower, double Upper), (double Lower, double Upper)> widen)
    {
        var (lower, upper) = widen(Interval(Bounds(settings)));
        return new(
            name, Solution * settings.Highest, Math.Max(lower, 0) * settings.Highest, Math.Min(upper, 1) * settings.Highest,
            settings.Confidence, settings.Interval);
    }

    /// <summary>The values that the log doesn't speak against.</summary>
    public (double Lower, double Upper) Interval(IValueBounds bounds)
    {
        var middle = Math.Clamp(Solution, from, to);
        return (End(middle, from, bounds.TooLow), End(middle, to, bounds.TooHigh));
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
        IntervalKind.Betting => BettingBounds.Planned(Count, varianceGuess, settings.Confidence),
        IntervalKind.EmpiricalBernstein => new BernsteinBounds(settings.Confidence),
        _ => new NormalBounds(settings.Confidence),
    };
}
