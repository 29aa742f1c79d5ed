namespace HybridAi.Documents.Retrieval;

/// <summary>Knows all passages that an index ought to hold: what it is built from again when its files were lost, cut or edited.</summary>
public interface IPassageSource
{
    /// <summary>The present version of every document of a tenant, with its passages.</summary>
    IAsyncEnumerable<(DocumentVersion Version, IReadOnlyList<Passage> Passages)> ReadAsync(string tenant, CancellationToken cancellation);
}
