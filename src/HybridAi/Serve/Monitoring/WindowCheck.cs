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
    public static WindowFindings Run(WatchedModel watched, IReadOnlyList<ServedText> window, DriftSettings settings, CancellationToken cancellation)
    {
        var figures = window.Select(one => TextFigures.Of(watched.Model, one.Text)).ToList();
        var texts = window.Select(one => one.Text).ToList();
        var (verdict, typical) = TextDrift.Run(watched.Reference.Beside(figures), watched.Reference.Texts, texts, settings, cancellation);
        var asked = window.Index().Where(one => one.Item.Confidence is not null).ToList();
        var skewed = asked.Count(one => one.Item.Label != figures[one.Index].Label || Math.Abs(one.Item.Confidence!.Value - figures[one.Index].Confidence) > SameConfidence);
        return new(
            verdict, new(asked.Count, skewed), [.. typical.Select(place => texts[place])],
            [.. figures.Index().OrderBy(one => one.Item.Confidence).Select(one => texts[one.Index])]);
    }
}
