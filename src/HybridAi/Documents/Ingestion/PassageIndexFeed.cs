using System.Globalization;
using HybridAi.Documents.Retrieval;

namespace HybridAi.Documents.Ingestion;

/// <summary>
/// Lets an index follow the documents: what changed since it looked last is taken over, whoever changed it. How far it is stands in a file beside the
/// index, so that a start goes on from there; where the file or the index is gone, all is taken over again.
/// </summary>
/// <param name="index">The index that follows.</param>
/// <param name="store">The documents' changes.</param>
/// <param name="source">What they came to.</param>
/// <param name="folder">Where the index stands; null for one in memory alone.</param>
public sealed class PassageIndexFeed(IPassageIndex index, DocumentStore store, DocumentSource source, string? folder) : IDisposable
{
    private const int AtOnce = 500;

    private readonly SemaphoreSlim _one = new(1);
    private long? _followed;

    /// <summary>Takes over what changed. When this returns, searches see every change that was stored before it began.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var followed = _followed ??= await ReadAsync(cancellation);
            while (await store.ChangesAsync(followed, AtOnce, cancellation) is { Count: > 0 } changes)
            {
                foreach (var (tenant, document) in changes.Select(change => (change.Tenant, change.DocumentId)).Distinct()) await ApplyAsync(tenant, document, cancellation);
                _followed = followed = changes[^1].Seq;
                await WriteAsync(followed, cancellation);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task ApplyAsync(string tenant, string document, CancellationToken cancellation)
    {
        if (await source.FindAsync(tenant, document, cancellation) is { } found) await index.ReplaceAsync(found.Version, found.Passages, cancellation);
        else await index.RemoveAsync(tenant, document, cancellation);
    }

    private async Task<long> ReadAsync(CancellationToken cancellation)
        => folder is not null && Directory.Exists(folder) && File.Exists(Place)
            && long.TryParse(await File.ReadAllTextAsync(Place, cancellation), NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : 0;

    private async Task WriteAsync(long seq, CancellationToken cancellation)
    {
        if (folder is null) return;
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Place + ".writing", seq.ToString(CultureInfo.InvariantCulture), cancellation);
        File.Move(Place + ".writing", Place, overwrite: true);
    }

    private string Place => Path.Combine(folder!, "followed");
}
