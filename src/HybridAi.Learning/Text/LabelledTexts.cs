namespace HybridAi.Learning.Text;

/// <summary>What every trainer on texts asks of its input.</summary>
internal static class LabelledTexts
{
    public static void Check(IReadOnlyList<string> texts, IReadOnlyList<int> labels, IReadOnlyList<string> labelNames)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(labelNames);
        if (texts.Count == 0) throw new ArgumentException("There are no texts to train on.", nameof(texts));
        if (texts.Count != labels.Count) throw new ArgumentException($"{texts.Count} texts but {labels.Count} labels.", nameof(labels));

        var repeated = labelNames.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (repeated is not null) throw new ArgumentException($"The label name '{repeated.Key}' occurs twice.", nameof(labelNames));

        var seen = new HashSet<int>();
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i] is null) throw new ArgumentException($"Text {i} is null.", nameof(texts));
            if (labels[i] < 0 || labels[i] >= labelNames.Count)
                throw new ArgumentException($"Label {labels[i]} of text {i} is not one of {labelNames.Count} label names.", nameof(labels));
            seen.Add(labels[i]);
        }

        if (seen.Count < 2) throw new ArgumentException("Training needs texts of at least two labels; all have the same.", nameof(labels));
    }
}
