namespace HybridAi.Learning.Statistics;

/// <summary>What an <see cref="EProcess"/> has come to: all that must be kept to go on after a restart.</summary>
/// <param name="Floor">The claim is that the mean is at least this.</param>
/// <param name="Bound">Largest size of a value.</param>
/// <param name="Count">How many values there were.</param>
/// <param name="Peak">Highest logarithm of the evidence so far.</param>
/// <param name="LogWealths">Logarithm of the capital of each bet.</param>
public sealed record EProcessState(double Floor, double Bound, long Count, double Peak, IReadOnlyList<double> LogWealths);

/// <summary>
/// Evidence against "the mean never falls below a floor", from values that arrive one at a time. The chance that it ever rejects a true claim at level
/// α is at most α, however long it runs and however often one looks.
/// </summary>
/// <remarks>
/// <para>
/// It is the capital of a bettor against the claim (<see cref="BetGrid"/>; Ville 1939), who enters at a moment that he doesn't know: after t
/// values 1 / (1 + ln(1 + t)) of what he began with is still kept, and the rest has gone in bit by bit. Without that, each good day would be a loss that
/// a later break has to make up for; with it a break after t values costs about ln t of evidence more than one at the start (mixture over the moment of
/// change: Shin, Ramdas and Rinaldo 2024, "E-detectors: a nonparametric framework for sequential change detection").
/// </para>
/// <para>
/// The claim is about the mean given all that came before, so that values need not be independent. Audits with a known share p: add difference / p if audited
/// and 0 if not, the bound being at least 1 divided by the smallest share; or, with one constant share, the audited differences alone, unweighted.
/// </para>
/// </remarks>
public sealed class EProcess
{
    // Logarithm of no capital: finite, so that JSON can hold it.
    private const double Nothing = -1e6;
    private readonly double[] _logs;
    private readonly double _claim;

    /// <summary>Begins without a value.</summary>
    /// <param name="floor">The claim is that the mean is at least this; below the bound, at least its opposite.</param>
    /// <param name="bound">Largest size of a value, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The floor or the bound is out of range.</exception>
    public EProcess(double floor, double bound = 1)
        : this(new EProcessState(floor, bound, 0, 0, [.. BetGrid.Shares.Select(_ => Nothing)]))
    {
    }

    /// <summary>Goes on from what was kept.</summary>
    /// <param name="state">What was kept.</param>
    /// <exception cref="ArgumentOutOfRangeException">The floor or the bound is out of range, or the bets are not as many as this version has.</exception>
    public EProcess(EProcessState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!(state.Bound > 0 && double.IsFinite(state.Bound))) throw new ArgumentOutOfRangeException(nameof(state), state.Bound, "The bound must be above 0.");
        if (!(state.Floor >= -state.Bound && state.Floor < state.Bound))
            throw new ArgumentOutOfRangeException(nameof(state), state.Floor, $"The floor must be at least {-state.Bound} and below {state.Bound}.");
        ArgumentOutOfRangeException.ThrowIfNotEqual(state.LogWealths.Count, BetGrid.Shares.Length, nameof(state));
        (Floor, Bound, Count, PeakLogWealth) = (state.Floor, state.Bound, state.Count, state.Peak);
        _logs = [.. state.LogWealths];
        _claim = (1 - Floor / Bound) / 2;
    }

    /// <summary>The claim is that the mean is at least this.</summary>
    public double Floor { get; }

    /// <summary>Largest size of a value.</summary>
    public double Bound { get; }

    /// <summary>How many values there were.</summary>
    public long Count { get; private set; }

    /// <summary>Natural logarithm of the evidence now; 0 at the start.</summary>
    public double LogWealth => Count == 0 ? 0 : Sum(BetGrid.LogMean(_logs), Math.Log(Kept(Count)));

    /// <summary>The highest that <see cref="LogWealth"/> has been.</summary>
    public double PeakLogWealth { get; private set; }

    /// <summary>To be kept.</summary>
    public EProcessState State => new(Floor, Bound, Count, PeakLogWealth, [.. _logs]);

    /// <summary>Adds a value.</summary>
    /// <param name="value">At most <see cref="Bound"/> in size.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is too large or no number.</exception>
    public void Add(double value)
    {
        if (!(Math.Abs(value) <= Bound)) throw new ArgumentOutOfRangeException(nameof(value), value, $"Must lie between {-Bound} and {Bound}.");
        Count++;
        var entering = Math.Log(Kept(Count - 1) - Kept(Count));
        var lowness = (1 - value / Bound) / 2;
        for (var i = 0; i < _logs.Length; i++)
            _logs[i] = Sum(_logs[i], entering) + BetGrid.LogFactor(BetGrid.Shares[i], lowness, _claim);
        PeakLogWealth = Math.Max(PeakLogWealth, LogWealth);
    }

    /// <summary>Whether the claim was rejected at some moment; it stays so.</summary>
    /// <param name="alpha">Level, strictly between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of range.</exception>
    public bool Rejected(double alpha)
    {
        if (!(alpha > 0 && alpha < 1)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Must lie strictly between 0 and 1.");
        return PeakLogWealth >= -Math.Log(alpha);
    }

    /// <summary>What is not yet at stake after so many values.</summary>
    private static double Kept(long count) => 1 / (1 + Math.Log(1.0 + count));

    /// <summary>Logarithm of the sum of two numbers given by theirs.</summary>
    private static double Sum(double one, double other) => Math.Max(one, other) + Math.Log(1 + Math.Exp(-Math.Abs(one - other)));
}
