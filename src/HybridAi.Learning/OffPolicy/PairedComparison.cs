namespace HybridAi.Learning.OffPolicy;

/// <summary>
/// Compares a challenger with the champion on interleaved requests, request by request, with a verdict that may be looked at after each. Requests
/// on which both do the same need no audit: they speak for "not worse" and for nothing else. "Better" and "worse" rest on the audited requests
/// on which only one of the two was right.
/// </summary>
/// <remarks>
/// Better and worse: <see cref="SignMartingale"/>. Not worse: bets of constant size on paired differences in [−1, 1], as Waudby-Smith and Ramdas
/// 2024, "Estimating means of bounded random variables by betting", section 5.7; audited ones are divided by the audit share (Horvitz and Thompson
/// 1952). Each of the three errs with at most half of what the confidence leaves, and at no truth are more than two of them false at once, of
/// which "better" implies "not worse", so that together they keep the confidence. It asks that requests are alike: that what is expected of one,
/// given those before, does not drift between the policies.
/// </remarks>
public sealed class PairedComparison
{
    private readonly ComparisonSettings _settings;
    private readonly double[] _shown;
    private readonly double _goal;
    private readonly double _edge;
    private int _requests, _differing, _servedChallenger, _audited, _onlyChampion, _onlyChallenger;
    private bool _better, _worse, _notWorse;

    /// <summary>Nothing is known yet.</summary>
    /// <param name="settings">Settings.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public PairedComparison(ComparisonSettings settings)
    {
        settings.Validate();
        _settings = settings;
        _shown = [.. BettingBounds.Anyhow.Select(stake => Math.Log(stake.Part))];
        _goal = Math.Log(2 / (1 - settings.Confidence));
        // The furthest that a difference can lie below minus the margin.
        _edge = 1 / settings.AuditShare - settings.Margin;
    }

    /// <summary>What is known so far. A verdict once given stays, but that "not worse" may become "better", and "worse" turn out to be within the margin.</summary>
    public ComparisonState State => new(
        Verdict, _requests, _differing, _servedChallenger, _audited, _onlyChampion, _onlyChallenger, Gain,
        Capital.OfLog(SignMartingale.LogCapital(_onlyChallenger, _onlyChampion)), Capital.OfLog(Capital.LogOfSum(_shown)),
        Capital.OfLog(SignMartingale.LogCapital(_onlyChampion, _onlyChallenger)));

    private AccuracyGain? Gain
    {
        get
        {
            if (_requests == 0) return null;
            var most = 1 / _settings.AuditShare;
            var neither = _requests - _onlyChampion - _onlyChallenger;
            var equation = PairedDifferences.Equation([new(most, 1, _onlyChallenger), new(0, 1, neither), new(-most, 1, _onlyChampion)], _settings.AuditShare);
            var (lower, upper) = equation.Interval(BettingBounds.Anytime(_settings.Confidence));
            return new(equation.Solution, lower, upper);
        }
    }

    private ComparisonVerdict Verdict => _better ? ComparisonVerdict.Better
        : _notWorse ? ComparisonVerdict.NotWorse
        : _worse ? ComparisonVerdict.Worse
        : ComparisonVerdict.Open;

    /// <summary>All rows at once, in the order in which they came.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="settings">Settings.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or a request on which both did the same was judged.</exception>
    public static PairedComparison Of(IEnumerable<InterleavedRow> rows, ComparisonSettings settings)
    {
        var comparison = new PairedComparison(settings);
        foreach (var row in rows) comparison.Add(row);
        return comparison;
    }

    /// <summary>Takes in the next request.</summary>
    /// <param name="row">The request.</param>
    /// <exception cref="ArgumentException">Both did the same and yet it was judged.</exception>
    public ComparisonVerdict Add(InterleavedRow row)
    {
        if (!row.Choice.Differ && row.Judged is not null) throw new ArgumentException("Both policies did the same: there are no two answers to judge.");
        _requests++;
        if (row.Choice.Differ) _differing++;
        if (row.Choice is { Differ: true, Served: Side.Challenger }) _servedChallenger++;
        if (row.Judged is not null) _audited++;

        var difference = row.Judged is { } pair ? (pair.ChallengerRight ? 1 : 0) - (pair.ChampionRight ? 1 : 0) : 0;
        if (difference > 0) _onlyChallenger++;
        if (difference < 0) _onlyChampion++;
        foreach (var (part, stake) in BettingBounds.Anyhow.Index())
            _shown[part] += Math.Log(1 + stake.Size / _edge * (difference / _settings.AuditShare + _settings.Margin));

        // Whoever once was convinced stays so: Ville's inequality bounds the chance that this ever happens wrongly.
        _notWorse |= Capital.LogOfSum(_shown) >= _goal;
        if (difference == 0) return Verdict;
        _better |= !_worse && SignMartingale.LogCapital(_onlyChallenger, _onlyChampion) >= _goal;
        _worse |= !_better && SignMartingale.LogCapital(_onlyChampion, _onlyChallenger) >= _goal;
        return Verdict;
    }
}
