namespace HybridAi.Learning.Text;

/// <summary>Tells a <see cref="DocumentCounter"/> of every n-gram.</summary>
internal readonly struct VocabularySink(DocumentCounter counter) : INGramSink
{
    public void Add(uint hash, NGramKind kind, int start, int end) => counter.Add(hash, kind);
}
