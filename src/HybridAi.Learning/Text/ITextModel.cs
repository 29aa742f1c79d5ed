namespace HybridAi.Learning.Text;

/// <summary>Gives a text one of a fixed list of labels, with probabilities: a classifier or a baseline that it must beat.</summary>
public interface ITextModel
{
    /// <summary>The labels, in the order of the probabilities.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>
    /// Fills <paramref name="probabilities"/> with one probability per label, summing to 1, and returns the index of the largest
    /// (the first of equals). Any text is accepted: empty, very long, or ill-formed UTF-16.
    /// </summary>
    /// <param name="text">The text to label.</param>
    /// <param name="probabilities">At least as long as <see cref="Labels"/>; only that many elements are written.</param>
    /// <exception cref="ArgumentException"><paramref name="probabilities"/> is shorter than <see cref="Labels"/>.</exception>
    int Predict(ReadOnlySpan<char> text, Span<float> probabilities);
}
