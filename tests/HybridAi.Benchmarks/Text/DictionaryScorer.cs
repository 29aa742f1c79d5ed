namespace HybridAi.Benchmarks.Text;

/// <summary>
/// What one would write first: strings cut with ranges, a dictionary of features, float weights. It scores with the weights'
/// shape of the real model, so that the ratio of the two times is what the engineering is worth on this machine.
/// </summary>
internal sealed class DictionaryScorer
{
    private readonly Dictionary<string, (float Idf, float[] Weights)> _features = [];
    private readonly int _classes;

    /// <summary>Learns nearest-centroid weights: the cost of scoring does not depend on how good they are.</summary>
    public DictionaryScorer(IReadOnlyList<string> texts, IReadOnlyList<int> labels, int classes)
    {
        _classes = classes;
        var counts = new Dictionary<string, int>();
        foreach (var text in texts)
            foreach (var term in Terms(text).Distinct())
                counts[term] = counts.GetValueOrDefault(term) + 1;
        foreach (var (term, count) in counts)
            if (count > 1)
                _features[term] = (1 + MathF.Log((1f + texts.Count) / (1f + count)), new float[classes]);

        for (var i = 0; i < texts.Count; i++)
            foreach (var (term, value) in Vector(texts[i]))
                _features[term].Weights[labels[i]] += value;
    }

    public int Predict(string text)
    {
        var scores = new float[_classes];
        foreach (var (term, value) in Vector(text))
        {
            var weights = _features[term].Weights;
            for (var k = 0; k < scores.Length; k++) scores[k] += value * weights[k];
        }

        return Array.IndexOf(scores, scores.Max());
    }

    private Dictionary<string, float> Vector(string text)
    {
        var counts = new Dictionary<string, float>();
        foreach (var term in Terms(text))
            if (_features.ContainsKey(term))
                counts[term] = counts.GetValueOrDefault(term) + 1;
        var length = 0f;
        foreach (var (term, count) in counts)
        {
            counts[term] = (1 + MathF.Log(count)) * _features[term].Idf;
            length += counts[term] * counts[term];
        }

        foreach (var term in counts.Keys) counts[term] /= MathF.Sqrt(length);
        return counts;
    }

    private static IEnumerable<string> Terms(string text)
    {
        var words = text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            yield return words[i];
            if (i > 0) yield return words[i - 1] + " " + words[i];
            var padded = " " + words[i] + " ";
            for (var n = 3; n <= 4; n++)
                for (var at = 0; at + n <= padded.Length; at++)
                    yield return $"#{padded[at..(at + n)]}";
        }
    }
}
