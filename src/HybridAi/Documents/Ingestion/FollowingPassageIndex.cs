using HybridAi.Documents.Retrieval;

namespace HybridAi.Documents.Ingestion;

/// <summary>An index that takes over what changed before it searches: a document that another process took in or deleted is seen or gone here, too.</summary>
public sealed class FollowingPassageIndex(IPassageIndex index, PassageIndexFeed feed) : IPassageIndex
{
    /// <inheritdoc/>
    public string Name => index.Name;

    /// <inheritdoc/>
    public Task ReplaceAsync(DocumentVersion version, IReadOnlyList<Passage> passages, CancellationToken cancellation) => index.ReplaceAsync(version, passages, cancellation);

    /// <inheritdoc/>
    public Task RemoveAsync(string tenant, string documentId, CancellationToken cancellation) => index.RemoveAsync(tenant, documentId, cancellation);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<FoundPassage>> SearchAsync(PassageQuery query, CancellationToken cancellation)
    {
        await feed.CatchUpAsync(cancellation);
        return await index.SearchAsync(query, cancellation);
    }
}
