namespace HybridAi.Documents.Retrieval.Ranking;

/// <summary>
/// Takes a second look at what a search found and gives it another order; it adds nothing and leaves nothing out. What goes wrong leaves the order as it was
/// and says so with each passage: a search never fails by its second look. Safe to call from several threads.
/// </summary>
public interface IReranker
{
    /// <summary>Family member and, where it has one, the model: <c>lexical</c>, <c>llm:large</c>.</summary>
    string Name { get; }

    /// <summary>How many of the first it looks at.</summary>
    int Depth { get; }

    /// <summary>The same passages, in its order.</summary>
    /// <param name="query">What was searched.</param>
    /// <param name="found">What was found, the best first; at most <see cref="Depth"/>.</param>
    /// <param name="cancellation">Stops it.</param>
    ValueTask<IReadOnlyList<FoundPassage>> RankAsync(PassageQuery query, IReadOnlyList<FoundPassage> found, CancellationToken cancellation);
}

/// <summary>A kind of re-ranker; a re-ranker is made of it for the model that its argument names, where it takes one.</summary>
public interface IRerankerMember
{
    /// <summary>The member's name: <c>lexical</c>, <c>llm</c>.</summary>
    string Name { get; }

    /// <summary>How it is asked for: <c>llm:ALIAS</c>.</summary>
    string Usage { get; }

    /// <summary>The re-ranker, or why there is none.</summary>
    Outcome<IReranker> Create(string? argument);
}
