using HybridAi.Learning.Linear;
using HybridAi.Learning.Metrics;
using HybridAi.Learning.Text;

namespace HybridAi.Learning.Drift;

/// <summary>What a classifier makes of reference and window.</summary>
/// <param name="Auc">How often it scores a held-out text of the window above one of the reference, 0 to 1; 0.5 is chance.</param>
/// <param name="Threshold">From where on that counts as drift, for these sizes.</param>
/// <param name="PValue">How likely at most that is where nothing has drifted.</param>
/// <param name="Typical">Held-out texts of the window by their place in it, those least like the reference first.</param>
public sealed record DomainVerdict(double Auc, double Threshold, double PValue, IReadOnlyList<int> Typical);

/// <summary>
/// Whether a classifier learns to tell the window's texts from the reference's: it finds new topics and wordings that no single figure of a text shows.
/// One half of either side is learned from, the other half judges.
/// </summary>
/// <remarks>
/// Lopez-Paz and Oquab 2017, "Revisiting classifier two-sample tests", with the area under the curve in the place of accuracy. Whatever was learned from the
/// first halves, the second ones are exchangeable where nothing has drifted, so that drawing their sides anew gives the exact chance of such an area.
/// Drawback: half of the window is spent on learning; below a hundred texts it finds little.
/// </remarks>
public static class DomainClassifier
{
    // More would cost time and hardly find more.
    private const int MostASide = 1_000;
    private static readonly TextClassifierSettings Learner = new() { CalibrationShare = 0, Quantise = false, MaximumEpochs = 15, Cost = 10, ClassWeighting = ClassWeighting.Balanced };

    /// <summary>Tells window from reference.</summary>
    /// <param name="reference">Texts of the reference, at least four.</param>
    /// <param name="window">Texts of the window, at least four.</param>
    /// <param name="settings">Level and seed.</param>
    /// <param name="cancellation">Cancels the learning.</param>
    /// <exception cref="ArgumentException">A side has fewer than four texts.</exception>
    public static DomainVerdict Run(IReadOnlyList<string> reference, IReadOnlyList<string> window, DriftSettings settings, CancellationToken cancellation)
    {
        if (reference.Count < 4 || window.Count < 4) throw new ArgumentException("Telling two sides apart takes at least four texts of each.");
        var random = new Random(settings.Seed);
        var (there, here) = (Chosen(reference.Count, random), Chosen(window.Count, random));
        var (oldLearned, newLearned) = (there[..(there.Length / 2)], here[..(here.Length / 2)]);
        var (oldJudged, newJudged) = (there[oldLearned.Length..], here[newLearned.Length..]);
        var model = TextClassifierTrainer.Train(
            [.. oldLearned.Select(place => reference[place]), .. newLearned.Select(place => window[place])],
            [.. oldLearned.Select(_ => 0), .. newLearned.Select(_ => 1)], ["reference", "window"], Learner with { Seed = settings.Seed }, null, cancellation);
        double[] scores = [.. oldJudged.Select(place => Score(model, reference[place])), .. newJudged.Select(place => Score(model, window[place]))];

        var sides = new bool[scores.Length];
        Array.Fill(sides, true, oldJudged.Length, newJudged.Length);
        var areas = new double[settings.Permutations + 1];
        var places = Ranks(scores);
        for (var draw = 0; draw < areas.Length; draw++)
        {
            if (draw > 0) random.Shuffle(sides);
            areas[draw] = Area(places, sides, newJudged.Length);
        }

        return new(
            Auroc.Of(scores, [.. oldJudged.Select(_ => false), .. newJudged.Select(_ => true)])!.Value, areas.OrderDescending().ElementAt((int)Math.Floor(settings.Level * areas.Length)),
            DriftTest.Chance(areas[0], areas), [.. newJudged.OrderByDescending(place => scores[oldJudged.Length + Array.IndexOf(newJudged, place)])]);
    }

    private static int[] Chosen(int count, Random random)
    {
        var all = Enumerable.Range(0, count).ToArray();
        random.Shuffle(all);
        return all.Length > MostASide ? all[..MostASide] : all;
    }

    private static double Score(TextClassifier model, string text)
    {
        Span<float> chances = stackalloc float[2];
        model.Predict(text, chances);
        return chances[1];
    }

    // Mid-ranks, so that ties count half.
    private static double[] Ranks(double[] scores)
    {
        var order = Enumerable.Range(0, scores.Length).OrderBy(place => scores[place]).ToArray();
        var ranks = new double[scores.Length];
        for (int from = 0, to; from < order.Length; from = to)
        {
            for (to = from; to < order.Length && scores[order[to]] == scores[order[from]];) to++;
            for (var place = from; place < to; place++) ranks[order[place]] = (from + to + 1) / 2.0;
        }

        return ranks;
    }

    private static double Area(double[] ranks, bool[] sides, int positives)
    {
        var sum = 0.0;
        for (var place = 0; place < ranks.Length; place++)
            if (sides[place])
                sum += ranks[place];
        return (sum - positives * (positives + 1) / 2.0) / ((double)positives * (ranks.Length - positives));
    }
}
