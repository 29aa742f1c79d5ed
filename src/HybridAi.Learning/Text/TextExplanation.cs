namespace HybridAi.Learning.Text;

/// <summary>Says which n-grams of a text speak for a label. A model keeps hashes only, so their surfaces are cut from the text.</summary>
internal static class TextExplanation
{
    public static IReadOnlyList<TermWeight> Of(TextClassifier model, string text, int label, int top)
    {
        var scratch = TextScratch.For(model.FeatureCount, 0);
        var count = model.Vectorizer.Vectorise(text, scratch);
        var surfaces = new Dictionary<int, (NGramKind Kind, int Start, int End)>(count);
        var sink = new SurfaceSink(model.Vectorizer.Table, surfaces);
        model.Vectorizer.Scanner.Scan(text, ref sink);

        var units = new char[NormalisedText.UnitsFor(text.Length)];
        NormalisedText.Of(text, units, new ulong[NormalisedText.BitsFor(text.Length)]);
        var terms = new List<TermWeight>(count);
        for (var i = 0; i < count; i++)
        {
            var (kind, start, end) = surfaces[scratch.Features[i]];
            var weight = (double)scratch.Values[i] * model.Scorer.Weight(scratch.Features[i], label);
            terms.Add(new TermWeight(new string(units, start, end - start), kind, weight));
        }

        return [.. terms.OrderByDescending(term => Math.Abs(term.Weight)).ThenBy(term => term.Term, StringComparer.Ordinal).Take(top)];
    }

    private readonly struct SurfaceSink(FeatureTable table, Dictionary<int, (NGramKind, int, int)> surfaces) : INGramSink
    {
        public void Add(uint hash, NGramKind kind, int start, int end)
        {
            var feature = table.Find(hash);
            if (feature != table.Unknown) surfaces.TryAdd(feature, (kind, start, end));
        }
    }
}
