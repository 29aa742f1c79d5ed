namespace HybridAi.Documents.Retrieval.Ranking;

/// <summary>The re-rankers by name.</summary>
public sealed class RerankerFamily(IEnumerable<IRerankerMember> members)
{
    private readonly Family<IRerankerMember> _members = new("re-ranker", members, member => member.Name);

    /// <summary>How each member is asked for.</summary>
    public IReadOnlyList<string> Usages => [.. _members.Members.Select(member => member.Usage).Order(StringComparer.Ordinal)];

    /// <summary>The re-ranker of this name, such as <c>llm:large</c>; the fault is <c>reranker-unknown</c>, or says what it lacks.</summary>
    public Outcome<IReranker> Find(string name)
    {
        var parts = name.Split(':', 2);
        return _members.TryFind(parts[0], out var member)
            ? member.Create(parts.Length == 2 ? parts[1] : null)
            : Fault.NotFound("reranker-unknown", _members.Missing(name), "reranker");
    }
}
