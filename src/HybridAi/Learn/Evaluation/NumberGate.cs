using System.Globalization;
using HybridAi.Learning.Statistics;

namespace HybridAi.Learn.Evaluation;

/// <summary>
/// Decides whether a model of numbers may become champion: its mean error must be below that of its baseline on the same reviewed test rows, by a
/// one-sided test that flips the signs of their differences, and no greater than the present champion's.
/// </summary>
/// <remarks>
/// The mean error decides, not the share within the tolerance: a tolerance is a matter of the route, which may ask for another one. Drawback: a few rows with
/// very large errors can keep a model out that is closer on nearly all the others.
/// </remarks>
public static class NumberGate
{
    /// <summary>Decides on rows that all were asked.</summary>
    /// <param name="candidate">For each row how far the candidate is from the true number.</param>
    /// <param name="baseline">The same for the median.</param>
    /// <param name="champion">The same for the present champion; null where there is none.</param>
    /// <param name="settings">What is asked for.</param>
    public static GateDecision Decide(IReadOnlyList<double> candidate, IReadOnlyList<double> baseline, IReadOnlyList<double>? champion, GateSettings settings)
    {
        var rows = candidate.Count;
        IReadOnlyList<BaselineAccuracy> ranked = rows == 0 ? [] : [new(NumberJudge.MedianName, Within(baseline))];
        if (rows < settings.MinimumRows)
        {
            return new(
                false, $"Only {rows} reviewed test rows, which is too few to judge by: review at least {settings.MinimumRows - rows} more.",
                rows == 0 ? null : Within(candidate), ranked, null, null, 0, 0, rows);
        }

        var gains = baseline.Zip(candidate, (theirs, ours) => theirs - ours).ToArray();
        var p = SignFlip.PValue(gains);
        var (wins, losses) = (gains.Count(gain => gain > 0), gains.Count(gain => gain < 0));
        var significant = p <= 1 - settings.Confidence;
        var better = champion is null || candidate.Average() <= champion.Average();
        var facts = Text(
            $"mean error {candidate.Average():0.####} on {rows:N0} reviewed test rows, {NumberJudge.MedianName} {baseline.Average():0.####}; within {settings.Tolerance:0.####} on {Gate.Percent(Within(candidate))}, {NumberJudge.MedianName} on {Gate.Percent(Within(baseline))}; closer on {wins:N0}, further off on {losses:N0}, {Chance(p)}");
        var reason = (significant, better) switch
        {
            (true, true) => $"Better than its baseline: {facts}.",
            (true, _) => Text($"Better than its baseline ({facts}), but the champion's mean error on the same rows is smaller: {champion!.Average():0.####}."),
            _ => $"Not shown to be better than its baseline: {facts}. More training rows, other columns or more test rows may show it.",
        };
        return new(significant && better, reason, Within(candidate), ranked, champion is null ? null : Within(champion), p, wins, losses, rows);

        double Within(IReadOnlyList<double> errors) => errors.Count(error => error <= settings.Tolerance) / (double)errors.Count;
    }

    private static string Chance(double p) => p < 0.001 ? "p < 0.001" : Text($"p = {p:0.000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
