namespace HybridAi.Learning.Drift;

/// <summary>A column of categories; one that the reference never had is a category like any other.</summary>
/// <remarks>
/// Half a row is added to each count of the stability index (Krichevsky and Trofimov 1981), which is infinite without where a category is missing on one side.
/// </remarks>
public sealed class CategoricalColumn : DriftColumn
{
    private static readonly DriftStatistic[] Measured = [DriftStatistic.ChiSquare, DriftStatistic.PopulationStability];
    private readonly int[] _codes;
    private readonly int[] _totals;
    private readonly int[] _counts;

    /// <summary>A column of these categories, each in the order of its rows.</summary>
    /// <exception cref="ArgumentException">A sample is empty.</exception>
    public CategoricalColumn(string name, IReadOnlyList<string> reference, IReadOnlyList<string> window)
        : base(name, reference.Count, window.Count)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        _codes = [.. reference.Concat(window).Select(category => known.TryAdd(category, known.Count) ? known.Count - 1 : known[category])];
        _totals = new int[known.Count];
        foreach (var code in _codes) _totals[code]++;
        _counts = new int[known.Count];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<DriftStatistic> Statistics => Measured;

    internal override void Measure(ReadOnlySpan<bool> inWindow, Span<double> values)
    {
        Array.Clear(_counts);
        for (var row = 0; row < _codes.Length; row++)
            if (inWindow[row])
                _counts[_codes[row]]++;

        var (chi, index) = (0.0, 0.0);
        var (share, ofAll) = ((double)Window / _codes.Length, _totals.Length / 2.0);
        for (var code = 0; code < _totals.Length; code++)
        {
            var off = _counts[code] - _totals[code] * share;
            chi += off * off / (_totals[code] * share * (1 - share));
            var here = (_counts[code] + 0.5) / (Window + ofAll);
            var there = (_totals[code] - _counts[code] + 0.5) / (Reference + ofAll);
            index += (here - there) * Math.Log(here / there);
        }

        (values[0], values[1]) = (chi, index);
    }
}
