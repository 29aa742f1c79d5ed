namespace HybridAi.Learning.Text;

/// <summary>Chooses the features of a training set and weighs them by how few texts hold them.</summary>
internal static class VocabularyBuilder
{
    /// <summary>Below this many texts a feature that occurs once may be all there is to learn from.</summary>
    private const int FewTexts = 500;

    public static TextVectorizer Build(IReadOnlyList<string> texts, ReadOnlySpan<int> chosen, TextClassifierSettings settings)
    {
        var scanner = new NGramScanner(settings.WordMin, settings.WordMax, settings.CharMin, settings.CharMax);
        var counter = new DocumentCounter();
        var sink = new VocabularySink(counter);
        for (var i = 0; i < chosen.Length; i++)
        {
            counter.NextDocument();
            scanner.Scan(texts[chosen[i]], ref sink);
        }

        var least = chosen.Length < FewTexts ? 1 : settings.MinimumTexts;
        var kept = counter.Entries().Where(entry => entry.Documents >= least).ToArray();

        // The frequent features come first, so that what most texts touch lies together in the cache.
        Array.Sort(kept, (left, right) =>
            left.Documents != right.Documents ? right.Documents.CompareTo(left.Documents) : left.Hash.CompareTo(right.Hash));
        if (kept.Length > settings.MaximumFeatures) kept = kept[..settings.MaximumFeatures];

        var weights = new float[kept.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            var idf = 1 + Math.Log((1.0 + chosen.Length) / (1.0 + kept[i].Documents));
            weights[i] = (float)(idf * (kept[i].Kind == NGramKind.Words ? settings.WordWeight : 1));
        }

        return new TextVectorizer(scanner, new FeatureTable([.. kept.Select(entry => entry.Hash)]), weights);
    }
}
