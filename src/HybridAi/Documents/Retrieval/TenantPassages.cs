using HybridAi.Learning.Retrieval;

namespace HybridAi.Documents.Retrieval;

/// <summary>One tenant's passages: changed under a lock, searched without one.</summary>
internal sealed class TenantPassages
{
    private readonly Lock _gate = new();
    private volatile Dictionary<string, Indexed[]> _documents = new(StringComparer.Ordinal);

    public void Replace(DocumentVersion version, IReadOnlyList<Passage> passages)
    {
        Indexed[] indexed = [.. passages.Select(passage => Indexed.From(version, passage))];
        lock (_gate) _documents = new(_documents, StringComparer.Ordinal) { [version.DocumentId] = indexed };
    }

    public void Remove(string documentId)
    {
        lock (_gate)
        {
            var left = new Dictionary<string, Indexed[]>(_documents, StringComparer.Ordinal);
            if (left.Remove(documentId)) _documents = left;
        }
    }

    public IReadOnlyList<FoundPassage> Search(PassageQuery query)
    {
        var all = _documents.Values.SelectMany(passages => passages).ToList();
        if (all.Count == 0) return [];
        var norms = Bm25.Reference.Norms(Math.Max(all.Average(passage => (double)passage.Length), 1));
        var wanted = EnglishAnalyser.Terms(query.Text).CountBy(term => term)
            .Select(term => (term.Key, Weight: term.Value * Bm25.Idf(all.Count, all.Count(passage => passage.Terms.ContainsKey(term.Key))))).ToList();
        return [.. all.Where(passage => PassageFilter.Admits(query, passage.Version))
            .Select(passage => new FoundPassage(passage.Version, passage.Passage, wanted.Sum(term
                => term.Weight * passage.Terms.GetValueOrDefault(term.Key) / (passage.Terms.GetValueOrDefault(term.Key) + norms[LossyLength.Encode(passage.Length)]))))
            .Where(found => found.Score > 0)
            .OrderByDescending(found => found.Score)
            .Take(Math.Max(query.Top, 0))];
    }

    private sealed record Indexed(DocumentVersion Version, Passage Passage, Dictionary<string, int> Terms, int Length)
    {
        public static Indexed From(DocumentVersion version, Passage passage)
        {
            var terms = EnglishAnalyser.Terms(string.Join(' ', [version.Title, .. passage.HeadingPath, passage.Text]));
            return new(version, passage, terms.CountBy(term => term).ToDictionary(StringComparer.Ordinal), terms.Count);
        }
    }
}
