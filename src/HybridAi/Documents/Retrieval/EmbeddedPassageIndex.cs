using System.Collections.Concurrent;

namespace HybridAi.Documents.Retrieval;

/// <summary>
/// The default: an index in this process, one for each tenant, so that no count of another tenant's enters a score. Title and headings are searched together
/// with the passage's text.
/// </summary>
public sealed class EmbeddedPassageIndex : IPassageIndex
{
    private readonly ConcurrentDictionary<string, TenantPassages> _tenants = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public string Name => "embedded";

    /// <inheritdoc />
    public Task ReplaceAsync(DocumentVersion version, IReadOnlyList<Passage> passages, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _tenants.GetOrAdd(version.Tenant, _ => new TenantPassages()).Replace(version, passages);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task RemoveAsync(string tenant, string documentId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_tenants.TryGetValue(tenant, out var found)) found.Remove(documentId);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<FoundPassage>> SearchAsync(PassageQuery query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_tenants.TryGetValue(query.Tenant, out var found) ? found.Search(query) : []);
    }
}
