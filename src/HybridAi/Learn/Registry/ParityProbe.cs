using HybridAi.Learn.Training;

namespace HybridAi.Learn.Registry;

/// <summary>
/// What a model answered to the names of its first labels right after training. A copy that was loaded must answer the same: an intact file read by
/// changed code (another tokeniser, another hash of its features) would otherwise serve silently wrong answers. Label names are probed
/// because they always exist and are nobody's private text.
/// </summary>
/// <param name="Probabilities">One row for each of the first label names: the probabilities that the model gave.</param>
public sealed record ParityProbe(IReadOnlyList<float[]> Probabilities)
{
    private const int Texts = 8;

    /// <summary>A float sum in another order, as on other hardware, may differ by this much; another model differs by far more.</summary>
    public const float Tolerance = 1e-4f;

    /// <summary>Asks the model.</summary>
    public static ParityProbe Of(IModel model) => new([.. model.Labels.Take(Texts).Select(label => Ask(model, label))]);

    /// <summary>Null when <paramref name="model"/> answers as the probed one did, otherwise what differs.</summary>
    public string? Difference(IModel model)
    {
        if (Probabilities.Count != Math.Min(Texts, model.Labels.Count) || Probabilities[0].Length != model.Labels.Count)
            return $"it knows {model.Labels.Count} labels, another number than its card";
        for (var i = 0; i < Probabilities.Count; i++)
        {
            var now = Ask(model, model.Labels[i]);
            for (var label = 0; label < now.Length; label++)
            {
                // Written so that a NaN is a difference.
                if (!(Math.Abs(now[label] - Probabilities[i][label]) <= Tolerance))
                    return FormattableString.Invariant($"'{model.Labels[i]}' is now {now[label]:0.0000} and was {Probabilities[i][label]:0.0000} '{model.Labels[label]}'");
            }
        }

        return null;
    }

    private static float[] Ask(IModel model, string text)
    {
        var probabilities = new float[model.Labels.Count];
        model.Predict(text, probabilities);
        return probabilities;
    }
}
