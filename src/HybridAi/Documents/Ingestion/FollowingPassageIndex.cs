using HybridAi.Documents.Retrieval;
using Microsoft.Extensions.Logging;

namespace HybridAi.Documents.Ingestion;

/// <summary>
/// An index that takes over what changed before it searches: a document that another process took in or deleted is seen or gone here, too. What can't be taken
/// over now does not stand in the way of a search.
/// </summary>
public sealed partial class FollowingPassageIndex(IPassageIndex index, PassageIndexFeed feed, ILogger<FollowingPassageIndex> log) : IPassageIndex
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
        try
        {
            await feed.CatchUpAsync(cancellation);
        }
        catch (PassageIndexInUseException)
        {
            // The process that has it follows; here it is searched as that one left it.
        }
        catch (PassageIndexUnavailableException away)
        {
            Log.Behind(log, away.Message);
        }

        return await index.SearchAsync(query, cancellation);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Passages are searched as they stand; what changed since can't be taken over: {Reason}")]
        public static partial void Behind(ILogger log, string reason);
    }
}
