namespace HybridAi.Learning.Statistics;

/// <summary>
/// All outcomes of n rows that speak for "the mean is above -margin" at least as loudly as the one seen does, by <see cref="TangoScore"/>, and the
/// chance of such an outcome for given rates of wins and losses.
/// </summary>
/// <remarks>
/// Given how many rows differ, the wins are binomial; the chance is a sum over that number. The tail of one summand follows from the one before it,
/// because one more differing row raises the least number of wins by one or not at all. Summands that hold no more than <see cref="Omitted"/>
/// together are left out.
/// </remarks>
internal sealed class FavourableOutcomes
{
    /// <summary>Most that a chance comes out too small.</summary>
    public const double Omitted = 1e-10;

    private const double Tie = 1e-9;
    private readonly int _rows;
    private readonly int[] _leastWins;
    private readonly double[] _logFactorials;

    public FavourableOutcomes(PairedDifferences seen, double margin)
    {
        _rows = seen.Rows;
        _logFactorials = LogFactorials(_rows);
        _leastWins = new int[_rows + 1];
        var bar = TangoScore.Of(seen.Rows, seen.Wins, seen.Losses, margin) - Tie;
        var least = 0;
        for (var differing = 0; differing <= _rows; differing++)
        {
            if (least > differing || TangoScore.Of(_rows, least, differing - least, margin) < bar) least++;
            _leastWins[differing] = least;
        }
    }

    /// <summary>The chance, too small by at most <see cref="Omitted"/>.</summary>
    /// <param name="winRate">At least 0.</param>
    /// <param name="lossRate">At least 0; with the wins' at most 1.</param>
    public double Chance(double winRate, double lossRate)
    {
        var rate = Math.Min(1, winRate + lossRate);
        if (rate <= 0) return _leastWins[0] == 0 ? 1 : 0;
        var share = winRate / (winRate + lossRate);
        if (rate >= 1) return Tail(_rows, share);
        var mode = Math.Min(_rows, (int)((_rows + 1) * rate));
        var odds = rate / (1 - rate);
        var (differing, weight) = Start(mode, rate, odds);
        var tail = Tail(differing, share);
        var (logWin, logLoss) = (Math.Log(share), Math.Log(1 - share));
        var sum = weight * tail;
        while (differing < _rows)
        {
            var ratio = odds * (_rows - differing) / (differing + 1);
            if (differing >= mode && ratio < 1 && weight * ratio / (1 - ratio) < Omitted / 2) break;
            weight *= ratio;
            tail = Next(differing++, tail, share, logWin, logLoss);
            sum += weight * tail;
        }

        return Math.Clamp(sum, 0, 1);
    }

    /// <summary>The first number of differing rows that counts, and its chance.</summary>
    private (int Differing, double Chance) Start(int mode, double rate, double odds)
    {
        var weight = Math.Exp(
            _logFactorials[_rows] - _logFactorials[mode] - _logFactorials[_rows - mode] + mode * Math.Log(rate) + (_rows - mode) * Math.Log(1 - rate));
        for (var differing = mode; ; differing--)
        {
            var ratio = differing / (odds * (_rows - differing + 1));
            if (differing == 0 || (ratio < 1 && weight * ratio / (1 - ratio) < Omitted / 2)) return (differing, weight);
            weight *= ratio;
        }
    }

    private double Next(int differing, double tail, double share, double logWin, double logLoss)
    {
        var least = _leastWins[differing];
        if (share is <= 0 or >= 1) return Tail(differing + 1, share);
        if (_leastWins[differing + 1] == least) return least == 0 ? tail : tail + share * Binomial(differing, least - 1, logWin, logLoss);
        return least > differing ? tail : tail - (1 - share) * Binomial(differing, least, logWin, logLoss);
    }

    /// <summary>The chance that enough of the differing rows are wins.</summary>
    private double Tail(int differing, double share)
    {
        var least = _leastWins[differing];
        if (least == 0) return 1;
        if (least > differing || share <= 0) return 0;
        if (share >= 1) return 1;
        var (logWin, logLoss) = (Math.Log(share), Math.Log(1 - share));
        var odds = share / (1 - share);
        var upwards = least > differing * share;
        var wins = upwards ? least : least - 1;
        var term = Binomial(differing, wins, logWin, logLoss);
        var sum = 0.0;
        while (term > sum * 1e-17)
        {
            sum += term;
            term *= upwards ? odds * (differing - wins) / (wins + 1) : wins / (odds * (differing - wins + 1));
            wins += upwards ? 1 : -1;
        }

        return upwards ? sum : 1 - sum;
    }

    private double Binomial(int trials, int wins, double logWin, double logLoss) => Math.Exp(
        _logFactorials[trials] - _logFactorials[wins] - _logFactorials[trials - wins] + wins * logWin + (trials - wins) * logLoss);

    /// <summary>Compensated, so that the last is as good as the first.</summary>
    private static double[] LogFactorials(int largest)
    {
        var logs = new double[largest + 1];
        var lost = 0.0;
        for (var i = 2; i <= largest; i++)
        {
            var add = Math.Log(i) - lost;
            logs[i] = logs[i - 1] + add;
            lost = logs[i] - logs[i - 1] - add;
        }

        return logs;
    }
}
