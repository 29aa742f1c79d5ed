namespace HybridAi.Learning.Text;

/// <summary>Gathers the n-grams of texts, one text at a time; the texts themselves are not kept.</summary>
public sealed class TextNeighboursBuilder
{
    // The beginning of a very long text says what it is like, and the smallest hashes are a fair sample of it: equal texts give equal samples.
    private const int MostCharacters = 4_000;
    private const int MostFeatures = 192;
    private const int Kept = 24;

    private readonly NGramScanner _scanner = new(1, 2, 4, 4);
    private readonly List<int[]> _features = [];
    private readonly int[] _frequencies = new int[TextNeighbours.Places];

    /// <summary>Adds a text; its place is the number of those added before.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        var sink = new Sink(new HashSet<int>());
        _scanner.Scan(text.Length <= MostCharacters ? text : text[..MostCharacters], ref sink);
        var features = sink.Places.Order().Take(MostFeatures).ToArray();
        foreach (var feature in features) _frequencies[feature]++;
        _features.Add(features);
    }

    /// <summary>The index over all texts that were added.</summary>
    public TextNeighbours Build() => new(_features, _frequencies, Kept);

    private readonly struct Sink(HashSet<int> places) : INGramSink
    {
        public HashSet<int> Places { get; } = places;

        public void Add(uint hash, NGramKind kind, int start, int end) => Places.Add((int)(hash % TextNeighbours.Places));
    }
}
