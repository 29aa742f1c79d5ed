using System.Globalization;
using HybridAi.Learning.Statistics;

namespace HybridAi.Learn.Evaluation;

/// <summary>
/// Decides whether a model may become champion: it must beat the best of its baselines on the same reviewed test rows by an exact one-sided
/// McNemar test, and be right on at least as many of them as the present champion.
/// </summary>
/// <remarks>
/// The best baseline is picked on the rows that it is compared on, which favours the baseline. Against the champion a plain count decides:
/// a test would let a model in that is a little worse each time. Drawback: on few rows the count is partly chance.
/// </remarks>
public static class Gate
{
    private const int FurthestLook = 100;

    /// <summary>Decides on rows that all were asked.</summary>
    /// <param name="candidate">For each row whether the candidate is right.</param>
    /// <param name="baselines">The same for each baseline; at least one.</param>
    /// <param name="champion">The same for the present champion; null where there is none.</param>
    /// <param name="settings">What is asked for.</param>
    public static GateDecision Decide(
        IReadOnlyList<bool> candidate, IReadOnlyDictionary<string, IReadOnlyList<bool>> baselines, IReadOnlyList<bool>? champion, GateSettings settings)
    {
        var ranked = baselines.Where(baseline => baseline.Value.Count > 0)
            .Select(baseline => new BaselineAccuracy(baseline.Key, Share(baseline.Value)))
            .OrderByDescending(baseline => baseline.Accuracy).ThenBy(baseline => baseline.Name, StringComparer.Ordinal).ToList();
        if (candidate.Count < settings.MinimumRows)
        {
            return new(
                false,
                $"Only {candidate.Count} reviewed test rows, which is too few to judge by: review at least {settings.MinimumRows - candidate.Count} more. "
                + "How many it takes to show a difference depends on the difference and can be estimated then.",
                candidate.Count == 0 ? null : Share(candidate), ranked, null, null, 0, 0, candidate.Count);
        }

        var rival = baselines[ranked[0].Name];
        var wins = Only(candidate, rival);
        var losses = Only(rival, candidate);
        var p = McNemar.Exact(wins, losses);
        var significant = p <= 1 - settings.Confidence;
        double? championAccuracy = champion is null ? null : Share(champion);
        var promoted = significant && !(Share(candidate) < championAccuracy);
        var facts = Facts(Share(candidate), ranked[0], wins, losses, p, candidate.Count);
        var reason = (promoted, significant) switch
        {
            (true, _) => $"Better than its best baseline: {facts}.",
            (_, true) =>
                $"Better than its best baseline ({facts}), but the champion is right on more of the same rows: {Percent(championAccuracy!.Value)}.",
            _ => $"Not shown to be better than its best baseline: {facts}. {Hope(wins, losses, candidate.Count, settings)}",
        };
        return new(promoted, reason, Share(candidate), ranked, championAccuracy, p, wins, losses, candidate.Count);
    }

    private static string Facts(double accuracy, BaselineAccuracy baseline, int wins, int losses, double p, int rows)
    {
        var chance = p < 0.0001 ? "p < 0.0001" : string.Create(CultureInfo.InvariantCulture, $"p = {p:0.0000}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"right on {Percent(accuracy)} of {rows:N0} reviewed test rows, {baseline.Name} on {Percent(baseline.Accuracy)}; ")
            + string.Create(CultureInfo.InvariantCulture, $"alone right on {wins:N0}, alone wrong on {losses:N0}, {chance}");
    }

    // An estimate: it supposes that wins and losses keep their proportion.
    private static string Hope(int wins, int losses, int rows, GateSettings settings)
    {
        if (wins <= losses)
            return "It does not win more rows than it loses, so more test rows would not help: label more training rows or look at its errors.";
        for (var factor = 1.05; factor <= FurthestLook; factor *= 1.05)
        {
            if (McNemar.Exact((int)(wins * factor), (int)Math.Ceiling(losses * factor)) <= 1 - settings.Confidence)
            {
                var more = Math.Ceiling(rows * (factor - 1)).ToString("N0", CultureInfo.InvariantCulture);
                return $"An estimate: about {more} more reviewed test rows would do if wins and losses keep their proportion.";
            }
        }

        return "The difference is so small that even a hundred times as many reviewed test rows would hardly show it.";
    }

    private static int Only(IReadOnlyList<bool> one, IReadOnlyList<bool> other) => one.Zip(other, (a, b) => a && !b).Count(only => only);

    private static double Share(IReadOnlyList<bool> right) => (double)right.Count(row => row) / right.Count;

    internal static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
