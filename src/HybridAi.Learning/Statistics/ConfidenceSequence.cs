using System.Runtime.InteropServices;

namespace HybridAi.Learning.Statistics;

/// <summary>
/// Bounds for the mean of values that arrive one at a time, valid at every moment at once: however often one looks and whenever one stops, the chance
/// that they ever exclude the mean is at most 1 - confidence.
/// </summary>
/// <remarks>
/// <para>
/// By betting (see <see cref="BetGrid"/>): a mean is excluded when a bettor against it has multiplied his capital by 2/α, on either side (Ville 1939).
/// The mean given the past must be the same for each value; when it moves, use <see cref="EProcess"/>. The bounds may grow apart again; since
/// they hold together, a caller may keep the best so far.
/// </para>
/// <para>
/// The order of values doesn't matter, so that the state is how often each occurred: adding costs nothing, a bound costs in proportion to the number of
/// distinct values. Meant for few of them, such as differences of -1, 0 and 1 with their weights.
/// </para>
/// <para>
/// Audits: when a decision is audited with a known share p, add difference / p if it was, and 0 if not; the mean is then that over all decisions. The
/// bound must be at least 1 divided by the smallest share. With one constant share, adding only the audited differences unweighted is tighter.
/// </para>
/// </remarks>
public sealed class ConfidenceSequence
{
    private const int Halvings = 40;
    private readonly Dictionary<double, long> _times = [];
    private readonly double _goal;

    /// <summary>Begins without a value.</summary>
    /// <param name="confidence">Of both bounds together, strictly between 0 and 1.</param>
    /// <param name="bound">Largest size of a value, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The confidence or the bound is out of range.</exception>
    public ConfidenceSequence(double confidence, double bound = 1)
    {
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Must lie strictly between 0 and 1.");
        if (!(bound > 0 && double.IsFinite(bound))) throw new ArgumentOutOfRangeException(nameof(bound), bound, "Must be above 0.");
        (Confidence, Bound, _goal) = (confidence, bound, Math.Log(2 / (1 - confidence)));
    }

    /// <summary>Of both bounds together.</summary>
    public double Confidence { get; }

    /// <summary>Largest size of a value.</summary>
    public double Bound { get; }

    /// <summary>How many values there are.</summary>
    public long Count { get; private set; }

    /// <summary>Their mean; 0 without one.</summary>
    public double Mean => Count == 0 ? 0 : _times.Sum(pair => pair.Key * pair.Value) / Count;

    /// <summary>How often each value occurred: all that must be kept to go on after a restart, by <see cref="Add"/>.</summary>
    public IReadOnlyDictionary<double, long> Times => _times;

    /// <summary>Lower bound of the mean, -<see cref="Bound"/> when nothing can be said.</summary>
    public double Lower => -Edge(-1);

    /// <summary>Upper bound of the mean, <see cref="Bound"/> when nothing can be said.</summary>
    public double Upper => Edge(1);

    /// <summary>Adds a value, or one that occurred so often.</summary>
    /// <param name="value">At most <see cref="Bound"/> in size.</param>
    /// <param name="times">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is too large or no number, or the number of times is below 1.</exception>
    public void Add(double value, long times = 1)
    {
        if (!(Math.Abs(value) <= Bound)) throw new ArgumentOutOfRangeException(nameof(value), value, $"Must lie between {-Bound} and {Bound}.");
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        CollectionsMarshal.GetValueRefOrAddDefault(_times, value, out _) += times;
        Count += times;
    }

    /// <summary>Whether so high or so low a mean is outside the bounds.</summary>
    /// <param name="mean">The mean asked about.</param>
    public bool Excludes(double mean) => Refuted(mean, 1) || Refuted(mean, -1);

    /// <summary>The bound on the side of that sign, as a bound from above of the values times the sign.</summary>
    private double Edge(int sign)
    {
        if (Count == 0) return Bound;
        var (open, refuted) = (sign * Mean, Bound);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (open + refuted) / 2;
            if (Refuted(sign * middle, sign)) refuted = middle;
            else open = middle;
        }

        return refuted;
    }

    /// <summary>Whether the mean times the sign is shown to be lower than that of this claim; the capital grows with the claim.</summary>
    private bool Refuted(double mean, int sign)
    {
        var claim = (1 - sign * mean / Bound) / 2;
        if (claim <= 0) return true;
        if (claim > 1) return false;
        Span<double> logs = stackalloc double[BetGrid.Shares.Length];
        logs.Clear();
        foreach (var (value, times) in _times)
            for (var i = 0; i < logs.Length; i++) logs[i] += times * BetGrid.LogFactor(BetGrid.Shares[i], (1 - sign * value / Bound) / 2, claim);
        return BetGrid.LogMean(logs) >= _goal;
    }
}
