using HybridAi.Api.Access;
using HybridAi.Documents.Ingestion;

namespace HybridAi.Api;

/// <summary>Which documents a caller has to do with: those of the own tenant, and of them what everybody or the caller may read.</summary>
/// <param name="Tenant">Whose documents.</param>
/// <param name="Names">Under which names the caller reads; null: everything.</param>
internal sealed record DocumentReach(string Tenant, IReadOnlyList<string>? Names)
{
    public static DocumentReach Of(Caller caller) => new(caller.Tenant ?? FolderWatch.Tenant, caller.May(Rights.Manage, null) ? null : [caller.Name]);

    /// <summary>The document, deleted ones as well; what the caller may not read does not exist.</summary>
    public async Task<Outcome<StoredDocument>> FindAsync(DocumentStore store, string id, CancellationToken cancellation)
        => await store.FindAsync(Tenant, id, cancellation) is { } document && document.IsFor(Names)
            ? document
            : Fault.NotFound("document-unknown", $"There is no document '{id}'.");
}
