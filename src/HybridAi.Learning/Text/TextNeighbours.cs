namespace HybridAi.Learning.Text;

/// <summary>A text that is like another.</summary>
/// <param name="Text">Its place in the order in which texts were added.</param>
/// <param name="Similarity">Cosine of the two texts' kept n-grams, 0 to 1.</param>
public readonly record struct Neighbour(int Text, double Similarity);

/// <summary>
/// Finds the texts that share n-grams with one of them. Each text keeps its rarest n-grams only, and of each n-gram stands which texts keep it, so that
/// a question touches the few texts that share something and not all of them. About 150 bytes a text and 8 MB beside.
/// </summary>
/// <remarks>
/// Features by hash: Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning". Weights by inverse document frequency: Spärck
/// Jones 1972. Two n-grams that meet in one of the 2^20 places are taken for one.
/// </remarks>
public sealed class TextNeighbours
{
    internal const int Places = 1 << 20;
    private const double MostCommonShare = 0.05;
    private const int AlwaysRare = 1_000;

    private readonly int[] _starts;
    private readonly int[] _texts;
    private readonly int[][] _features;
    private readonly float[] _weights;
    private readonly float[] _lengths;

    internal TextNeighbours(IReadOnlyList<int[]> features, int[] frequencies, int keep)
    {
        var most = Math.Max(AlwaysRare, (int)(features.Count * MostCommonShare));
        _weights = [.. frequencies.Select(frequency => (float)Math.Log((features.Count + 1.0) / (frequency + 1.0)) + 1)];
        _features = [.. features.Select(all => all
            .Where(feature => frequencies[feature] > 1 && frequencies[feature] <= most)
            .OrderBy(feature => frequencies[feature]).ThenBy(feature => feature).Take(keep).ToArray())];
        _lengths = [.. _features.Select(kept => MathF.Sqrt(kept.Sum(feature => _weights[feature] * _weights[feature])))];

        _starts = new int[Places + 1];
        foreach (var kept in _features)
            foreach (var feature in kept) _starts[feature + 1]++;
        for (var place = 0; place < Places; place++) _starts[place + 1] += _starts[place];
        _texts = new int[_starts[Places]];
        var next = _starts.AsSpan(0, Places).ToArray();
        for (var text = 0; text < _features.Length; text++)
            foreach (var feature in _features[text]) _texts[next[feature]++] = text;
    }

    /// <summary>How many texts were added.</summary>
    public int Count => _features.Length;

    /// <summary>The texts most like one of them, itself left out, the most similar first; equally similar ones in the order of adding.</summary>
    /// <param name="text">The text's place, 0 to <see cref="Count"/> − 1.</param>
    /// <param name="take">How many at most, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such text, or <paramref name="take"/> is negative.</exception>
    public IReadOnlyList<Neighbour> Of(int text, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        ArgumentOutOfRangeException.ThrowIfNegative(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(text, Count);
        var shared = new Dictionary<int, float>();
        foreach (var feature in _features[text])
        {
            var weight = _weights[feature] * _weights[feature];
            foreach (var other in _texts.AsSpan(_starts[feature].._starts[feature + 1]))
                if (other != text) shared[other] = shared.GetValueOrDefault(other) + weight;
        }

        return [.. shared
            .Select(pair => new Neighbour(pair.Key, Math.Min(1, pair.Value / (_lengths[text] * _lengths[pair.Key]))))
            .OrderByDescending(neighbour => neighbour.Similarity).ThenBy(neighbour => neighbour.Text).Take(take)];
    }
}
