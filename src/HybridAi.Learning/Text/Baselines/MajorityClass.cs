namespace HybridAi.Learning.Text.Baselines;

/// <summary>Answers every text with the most frequent label: what a classifier must beat to have learnt anything.</summary>
public sealed class MajorityClass : ITextModel
{
    private readonly float[] _shares;
    private readonly int _best;

    private MajorityClass(string[] labels, float[] shares)
    {
        Labels = labels;
        _shares = shares;
        _best = Array.IndexOf(_shares, _shares.Max());
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Counts the labels. Probabilities are (n_k + 1) / (n + labels), so that no label is impossible.</summary>
    /// <param name="labels">Index into <paramref name="labelNames"/> for each text.</param>
    /// <param name="labelNames">At least one name.</param>
    /// <exception cref="ArgumentException">There are no label names or a label is out of range.</exception>
    public static MajorityClass Train(IReadOnlyList<int> labels, IReadOnlyList<string> labelNames)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(labelNames);
        if (labelNames.Count == 0) throw new ArgumentException("There are no label names.", nameof(labelNames));
        var counts = new int[labelNames.Count];
        foreach (var label in labels)
        {
            if ((uint)label >= (uint)counts.Length)
                throw new ArgumentException($"Label {label} is not one of {counts.Length} names.", nameof(labels));
            counts[label]++;
        }

        return new MajorityClass([.. labelNames], Array.ConvertAll(counts, count => (count + 1f) / (labels.Count + counts.Length)));
    }

    /// <inheritdoc/>
    public int Predict(ReadOnlySpan<char> text, Span<float> probabilities)
    {
        if (probabilities.Length < _shares.Length)
            throw new ArgumentException($"{_shares.Length} labels do not fit {probabilities.Length} probabilities.", nameof(probabilities));
        _shares.CopyTo(probabilities);
        return _best;
    }
}
