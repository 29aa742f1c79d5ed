namespace HybridAi.Learning.Text;

/// <summary>
/// Receives the n-grams of one text in order. Members are structs, so that the compiler makes one specialised scanner for
/// counting, one for vectorising and one for explaining out of the same source.
/// </summary>
internal interface INGramSink
{
    /// <summary>Takes one n-gram: its 32-bit hash and where it stands in the normalised text.</summary>
    void Add(uint hash, NGramKind kind, int start, int end);
}
