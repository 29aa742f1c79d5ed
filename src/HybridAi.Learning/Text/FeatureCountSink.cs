namespace HybridAi.Learning.Text;

/// <summary>Counts the known features of a text into the scratch; unknown n-grams are passed over.</summary>
internal struct FeatureCountSink(FeatureTable table, TextScratch scratch) : INGramSink
{
    private readonly FeatureTable table = table;
    private readonly int[] counts = scratch.Counts;
    private readonly int[] features = scratch.Features;

    /// <summary>How many features the text has, each counted once.</summary>
    public int Distinct { get; private set; }

    public void Add(uint hash, NGramKind kind, int start, int end)
    {
        var feature = table.Find(hash);
        if (feature >= 0 && counts[feature]++ == 0) features[Distinct++] = feature;
    }
}
