namespace HybridAi.Learn.Training;

/// <summary>A trained model as the product serves it, whatever engine stands behind it. Immutable and safe to call from several threads.</summary>
public interface IModel
{
    /// <summary>The labels it can answer, in the order of its probabilities.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>
    /// Writes one probability per label, summing to 1, and returns the index of the answer: the greatest, or of numbers the one nearest to the mean.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> is shorter than <see cref="Labels"/>.</exception>
    int Predict(ReadOnlySpan<char> text, Span<float> probabilities);

    /// <summary>Made-up texts that tell a changed copy from the model itself. Label names by default: they always exist and are nobody's private text.</summary>
    IReadOnlyList<string> Probes => [.. Labels.Take(8)];

    /// <summary>How unlike the texts of training a text is, 0 to 1; 0 where the engine can't tell.</summary>
    double Novelty(ReadOnlySpan<char> text);

    /// <summary>The terms of the text that speak most for the label, strongest first. Slow beside a prediction: ask only when someone reads it.</summary>
    /// <exception cref="ArgumentException">The model has no such label.</exception>
    IReadOnlyList<string> Explain(string text, string label, int top);

    /// <summary>Writes the model as its trainer's <see cref="ITrainer.Load"/> reads it; equal models write equal bytes.</summary>
    void Save(Stream stream);
}
