namespace HybridAi.Documents.Retrieval.Ranking;

/// <summary><c>lexical</c>: with the weights that were learnt here, or those of the product where none were.</summary>
/// <param name="weights">Where the weights that were learnt here stand, or would.</param>
public sealed class LexicalRerankerMember(string weights) : IRerankerMember
{
    /// <inheritdoc/>
    public string Name => LexicalReranker.MemberName;

    /// <inheritdoc/>
    public string Usage => LexicalReranker.MemberName;

    /// <inheritdoc/>
    public Outcome<IReranker> Create(string? argument)
    {
        if (argument is not null) return Fault.BadInput("reranker-unknown", $"The re-ranker {Name} takes no argument.", "reranker");
        return (File.Exists(weights) ? RankingModelFile.Read(File.ReadAllText(weights)) : RankingModelFile.ReadShipped()).Then(model => Success.Of<IReranker>(new LexicalReranker(model)));
    }
}
