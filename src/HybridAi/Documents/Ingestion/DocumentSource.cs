using HybridAi.Documents.Retrieval;
using System.Runtime.CompilerServices;

namespace HybridAi.Documents.Ingestion;

/// <summary>What an index ought to hold: the present version of every document, with its passages cut anew out of the stored text.</summary>
public sealed class DocumentSource(DocumentStore store, PassageSplitter splitter) : IPassageSource
{
    /// <summary>The present version of a document with its passages; null where searches ought not to find any of its own.</summary>
    public async Task<(DocumentVersion Version, IReadOnlyList<Passage> Passages)?> FindAsync(string tenant, string id, CancellationToken cancellation)
        => await store.FindAsync(tenant, id, cancellation) is { DeletedAt: null, Version: { } hash, KeptBy: null } document
            && await store.TextAsync(id, hash, cancellation) is { } text
            && (await store.VersionsAsync(id, cancellation)).FirstOrDefault(version => version.Hash == hash) is { } version
                ? (VersionOf(document, version), splitter.Split(text))
                : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<(DocumentVersion Version, IReadOnlyList<Passage> Passages)> ReadAsync(
        string tenant, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var document in await store.ListAsync(tenant, cancellation))
            if (await FindAsync(tenant, document.Id, cancellation) is { } found) yield return found;
    }

    /// <summary>A version as the index knows it.</summary>
    public static DocumentVersion VersionOf(StoredDocument document, StoredVersion version)
        => new(document.Tenant, document.Id, version.Hash, version.Title, version.AsOf, document.Tags, document.Readers);
}
