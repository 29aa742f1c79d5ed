using HybridAi.Learn.Training;

namespace HybridAi.Learn.Registry;

/// <summary>
/// What a model answered to its own made-up texts right after training. A copy that was loaded must answer the same: an intact file read by
/// changed code (another tokeniser, another hash of its features) would otherwise serve silently wrong answers.
/// </summary>
/// <param name="Probabilities">One row for each of the model's probes: the probabilities that it gave.</param>
public sealed record ParityProbe(IReadOnlyList<float[]> Probabilities)
{
    /// <summary>A float sum in another order, as on other hardware, may differ by this much; another model differs by far more.</summary>
    public const float Tolerance = 1e-4f;

    /// <summary>Asks the model.</summary>
    public static ParityProbe Of(IModel model) => new([.. model.Probes.Select(text => Ask(model, text))]);

    /// <summary>Null when <paramref name="model"/> answers as the probed one did, otherwise what differs.</summary>
    public string? Difference(IModel model)
    {
        var probes = model.Probes;
        if (Probabilities.Count != probes.Count || Probabilities[0].Length != model.Labels.Count)
            return $"it knows {model.Labels.Count} labels, another number than its card";
        for (var i = 0; i < Probabilities.Count; i++)
        {
            var now = Ask(model, probes[i]);
            for (var label = 0; label < now.Length; label++)
            {
                // Written so that a NaN is a difference.
                if (!(Math.Abs(now[label] - Probabilities[i][label]) <= Tolerance))
                    return FormattableString.Invariant($"'{probes[i]}' is now {now[label]:0.0000} and was {Probabilities[i][label]:0.0000} '{model.Labels[label]}'");
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
