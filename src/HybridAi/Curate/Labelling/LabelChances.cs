namespace HybridAi.Curate.Labelling;

/// <summary>What a model thinks of every label at once.</summary>
/// <param name="Labels">The labels that it knows.</param>
/// <param name="Values">A probability for each of them, summing to 1.</param>
/// <param name="Novelty">How unlike its training texts the text is, 0 to 1.</param>
public sealed record LabelChances(IReadOnlyList<string> Labels, float[] Values, double Novelty)
{
    /// <summary>The same probabilities in the order of another list; 0 for labels that the model does not know.</summary>
    public float[] In(IReadOnlyList<string> labels)
    {
        if (ReferenceEquals(labels, Labels) || labels.SequenceEqual(Labels)) return Values;
        var place = Labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);
        return [.. labels.Select(label => place.TryGetValue(label, out var known) ? Values[known] : 0)];
    }
}
