namespace HybridAi.Learning.Text;

/// <summary>
/// Texts as unit vectors of their n-grams, to be compared with texts that are not among them. Exact, and meant for some thousand texts: every n-gram
/// of every text is kept (about 4 KB a short text). <see cref="TextNeighbours"/> is for many texts and for those among them only.
/// </summary>
/// <remarks>
/// Cosine of n-gram weights: Salton and Buckley 1988, "Term-weighting approaches in automatic text retrieval" (logarithmic inverse document frequency);
/// features by hash: Weinberger et al. 2009.
/// </remarks>
public sealed class TextVectors
{
    // The beginning of a very long text says what it is like.
    private const int MostCharacters = 4_000;
    private const int Places = 1 << 20;

    private readonly NGramScanner _scanner = new(1, 2, 4, 4);
    private readonly Dictionary<int, float> _rarity;
    private readonly Dictionary<int, List<(int Text, float Weight)>> _holders = [];
    private readonly List<Dictionary<int, float>> _vectors;
    private readonly float _unseen;

    /// <summary>The vectors of these texts.</summary>
    public TextVectors(IReadOnlyList<string> texts)
    {
        var features = texts.Select(FeaturesOf).ToList();
        _unseen = (float)Math.Log(texts.Count + 1.0) + 1;
        _rarity = features.SelectMany(places => places).CountBy(place => place)
            .ToDictionary(pair => pair.Key, pair => (float)Math.Log((texts.Count + 1.0) / (pair.Value + 1.0)) + 1);
        _vectors = [.. features.Select(Weigh)];
        for (var text = 0; text < _vectors.Count; text++)
            foreach (var (place, weight) in _vectors[text])
            {
                if (!_holders.TryGetValue(place, out var holders)) _holders[place] = holders = [];
                holders.Add((text, weight));
            }
    }

    /// <summary>How many texts there are.</summary>
    public int Count => _vectors.Count;

    /// <summary>The texts that share something with this one, the most similar first; equally similar ones in their order.</summary>
    /// <returns>Places in the list of texts, each with its cosine, above 0 and at most 1.</returns>
    public IReadOnlyList<Neighbour> Like(string text)
    {
        var shared = new double[_vectors.Count];
        foreach (var (place, weight) in Weigh(FeaturesOf(text)))
        {
            if (!_holders.TryGetValue(place, out var holders)) continue;
            foreach (var (holder, other) in holders) shared[holder] += weight * other;
        }

        return [.. shared.Select((cosine, place) => new Neighbour(place, Math.Min(1, cosine))).Where(found => found.Similarity > 0)
            .OrderByDescending(found => found.Similarity).ThenBy(found => found.Text)];
    }

    /// <summary>How like each other two of the texts are, 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such text.</exception>
    public double Cosine(int one, int other)
    {
        var (few, many) = _vectors[one].Count <= _vectors[other].Count ? (_vectors[one], _vectors[other]) : (_vectors[other], _vectors[one]);
        return Math.Min(1, few.Sum(feature => (double)feature.Value * many.GetValueOrDefault(feature.Key)));
    }

    private Dictionary<int, float> Weigh(HashSet<int> places)
    {
        var weights = places.ToDictionary(place => place, place => _rarity.GetValueOrDefault(place, _unseen));
        var length = MathF.Sqrt(weights.Values.Sum(weight => weight * weight));
        return length == 0 ? weights : weights.ToDictionary(feature => feature.Key, feature => feature.Value / length);
    }

    private HashSet<int> FeaturesOf(string text)
    {
        var sink = new Sink([]);
        _scanner.Scan(text.Length <= MostCharacters ? text : text.AsSpan(0, MostCharacters), ref sink);
        return sink.Found;
    }

    private readonly struct Sink(HashSet<int> found) : INGramSink
    {
        public HashSet<int> Found { get; } = found;

        public void Add(uint hash, NGramKind kind, int start, int end) => Found.Add((int)(hash % Places));
    }
}
