using System.Collections.Concurrent;
using HybridAi.Documents;
using HybridAi.Documents.Retrieval;

namespace HybridAi.Tests.Documents.Ingestion;

/// <summary>An index that finds passages which hold any word of a query, and remembers what it was told.</summary>
internal sealed class FakePassageIndex : IPassageIndex
{
    private readonly ConcurrentDictionary<(string Tenant, string Document), (DocumentVersion Version, IReadOnlyList<Passage> Passages)> _held = [];

    public string Name => "fake";

    public string Identity { get; init; } = "fake:";

    /// <summary>What it can't hold; null: anything goes.</summary>
    public Func<DocumentVersion, Exception?> Refuses { get; set; } = _ => null;

    public int Replaced { get; private set; }

    /// <summary>Whether it keeps what it is told to remove.</summary>
    public bool Clings { get; set; }

    public Task ReplaceAsync(DocumentVersion version, IReadOnlyList<Passage> passages, CancellationToken cancellation)
    {
        if (Refuses(version) is { } refusal) throw refusal;
        Replaced++;
        _held[(version.Tenant, version.DocumentId)] = (version, passages);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string tenant, string documentId, CancellationToken cancellation)
    {
        if (!Clings) _held.TryRemove((tenant, documentId), out _);
        return Task.CompletedTask;
    }

    public ValueTask<IReadOnlyList<FoundPassage>> SearchAsync(PassageQuery query, CancellationToken cancellation)
    {
        var words = query.Text.Split(' ');
        return new([.. _held.Values.Where(held => held.Version.Tenant == query.Tenant)
            .SelectMany(held => held.Passages.Where(passage => words.Any(word => passage.Text.Contains(word, StringComparison.OrdinalIgnoreCase))).Select(passage => new FoundPassage(held.Version, passage, 1)))
            .Take(query.Top)]);
    }
}
