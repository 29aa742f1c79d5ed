namespace HybridAi.Documents.Retrieval.Ranking;

/// <summary>A search whose finds somebody judges: a person who rated an answer, one who wrote down what a question rests on, or a model.</summary>
/// <param name="Query">What was searched.</param>
/// <param name="Judge">Says of each passage that was found whether it is good; null: nothing is said of this search.</param>
public sealed record JudgedSearch(string Query, Func<IReadOnlyList<FoundPassage>, CancellationToken, ValueTask<bool[]?>> Judge)
{
    /// <summary>A search whose good passages are known by what they hold.</summary>
    public static JudgedSearch By(string query, Func<FoundPassage, bool> isGood)
        => new(query, (found, _) => ValueTask.FromResult<bool[]?>([.. found.Select(isGood)]));

    /// <summary>A search that another re-ranker judges: what it puts first is good. Where it gives no order nothing is said.</summary>
    public static JudgedSearch By(string tenant, string query, IReranker teacher) => new(query, async (found, cancellation) =>
    {
        var ranked = await teacher.RankAsync(new(tenant, query, teacher.Depth), [.. found.Take(teacher.Depth)], cancellation);
        if (ranked is not [{ RankFault: null } first, ..]) return null;
        return [.. found.Select(one => one.Version.DocumentId == first.Version.DocumentId && one.Passage.Start == first.Passage.Start)];
    });
}
