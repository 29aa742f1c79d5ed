namespace HybridAi.Documents.Retrieval.Ranking;

/// <summary>An index whose finds are looked at a second time. Whoever asks for the order of the search itself gets that.</summary>
public sealed class RerankedPassageIndex(IPassageIndex index, IReranker reranker) : IPassageIndex
{
    /// <inheritdoc/>
    public string Name => index.Name;

    /// <inheritdoc/>
    public string Identity => index.Identity;

    /// <inheritdoc/>
    public Task ReplaceAsync(DocumentVersion version, IReadOnlyList<Passage> passages, CancellationToken cancellation) => index.ReplaceAsync(version, passages, cancellation);

    /// <inheritdoc/>
    public Task RemoveAsync(string tenant, string documentId, CancellationToken cancellation) => index.RemoveAsync(tenant, documentId, cancellation);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<FoundPassage>> SearchAsync(PassageQuery query, CancellationToken cancellation)
    {
        if (query.AsFound || query.Top <= 0) return await index.SearchAsync(query, cancellation);
        var found = await index.SearchAsync(query with { Top = Math.Max(query.Top, reranker.Depth), Explained = true }, cancellation);
        if (found.Count == 0) return found;
        var ranked = await reranker.RankAsync(query, [.. found.Take(reranker.Depth)], cancellation);
        return [.. ranked.Concat(found.Skip(reranker.Depth)).Take(query.Top)];
    }
}
