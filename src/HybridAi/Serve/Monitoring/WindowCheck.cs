using HybridAi.Learning.Drift;

namespace HybridAi.Serve.Monitoring;

/// <summary>What a look at a window of served texts found.</summary>
/// <param name="Drift">Whether they have drifted.</param>
/// <param name="Skew">Whether serving said what the model says.</param>
/// <param name="Drifted">Texts that are least like those of training, the least like first.</param>
/// <param name="Doubtful">Texts that the model was least sure of, the least sure first.</param>
internal sealed record WindowFindings(DriftVerdict Drift, SkewFigures Skew, IReadOnlyList<string> Drifted, IReadOnlyList<string> Doubtful);

/// <summary>Looks at a window of served texts. It knows no clock and no database, so that a simulation looks as the service does.</summary>
internal static class WindowCheck
{
    // Both sides are 32-bit floats of the same arithmetic: a difference in the last digits may come from another processor.
    private const double SameConfidence = 1e-4;

    /// <summary>The texts that a window is compared by: each once, as in a dataset, and at most so many, by chance.</summary>
    public static IReadOnlyList<ServedText> Of(IEnumerable<ServedText> served, int most, int seed)
    {
        ServedText[] texts = [.. served.DistinctBy(one => one.Text, StringComparer.Ordinal)];
        if (texts.Length <= most) return texts;
        new Random(seed).Shuffle(texts);
        return texts[..most];
    }

    /// <summary>Compares the texts with the reference, and what serving said with what the model says.</summary>
    /// <param name="watched">The model and its reference.</param>
    /// <param name="window">The window's texts.</param>
    /// <param name="recent">
    /// The texts of the newest windows together, this one among them. They find what is too little for one window; either comparison gets half of the level.
    /// </param>
    /// <param name="settings">Level and seed.</param>
    /// <param name="cancellation">Cancels.</param>
    public static WindowFindings Run(
        WatchedModel watched, IReadOnlyList<ServedText> window, IReadOnlyList<ServedText> recent, DriftSettings settings, CancellationToken cancellation)
    {
        var half = recent.Count > window.Count ? settings with { Level = settings.Level / 2 } : settings;
        var figures = window.Select(one => TextFigures.Of(watched.Model, one.Text)).ToList();
        var (verdict, typical) = Compare(watched, window, figures, half, cancellation);
        if (recent.Count > window.Count)
        {
            var (longer, _) = Compare(watched, recent, [.. recent.Select(one => TextFigures.Of(watched.Model, one.Text))], half, cancellation);
            verdict = OfTwo(longer.PValue < verdict.PValue ? longer : verdict, settings.Level);
        }

        var asked = window.Index().Where(one => one.Item.Confidence is not null).ToList();
        var skewed = asked.Count(one => one.Item.Label != figures[one.Index].Label || Math.Abs(one.Item.Confidence!.Value - figures[one.Index].Confidence) > SameConfidence);
        return new(
            verdict, new(asked.Count, skewed), [.. typical.Select(place => window[place].Text)],
            [.. figures.Index().OrderBy(one => one.Item.Confidence).Select(one => window[one.Index].Text)]);
    }

    private static (DriftVerdict Verdict, IReadOnlyList<int> Typical) Compare(
        WatchedModel watched, IReadOnlyList<ServedText> texts, IReadOnlyList<TextFigures> figures, DriftSettings settings, CancellationToken cancellation)
    {
        string[] window = [.. texts.Select(one => one.Text)];
        return TextDrift.Run(watched.Reference.Beside(figures, window), watched.Reference.Texts, window, settings, cancellation);
    }

    // The likelier of two findings to be chance is let go; that there were two is paid for.
    private static DriftVerdict OfTwo(DriftVerdict verdict, double level) => verdict with
    {
        Level = level, PValue = Math.Min(1, 2 * verdict.PValue),
        Findings = [.. verdict.Findings.Select(finding => finding with { PValue = Math.Min(1, 2 * finding.PValue) })],
    };
}
