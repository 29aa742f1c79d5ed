using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using HybridAi.Learning.Retrieval;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Documents.Retrieval;

/// <summary>
/// The default: an index in this process, one for each tenant, so that no count of another tenant's enters a score. Title and headings are searched together
/// with the passage's text. It is kept in files that are mapped into memory; a file that was cut or edited is refused and the tenant's index built again.
/// One process writes a folder; others see what it has written at their next search, and are refused when they write.
/// </summary>
public sealed partial class EmbeddedPassageIndex : IPassageIndex, IDisposable
{
    private const int MostAttempts = 5;

    private readonly ConcurrentDictionary<string, Lazy<Task<TenantPassages>>> _tenants = new(StringComparer.Ordinal);
    private readonly string? _folder;
    private readonly IPassageSource? _source;
    private readonly PassageEmbedder? _embedder;
    private readonly ILogger _logger;

    /// <summary>An index; nothing is opened before it is asked for.</summary>
    /// <param name="folder">Where it is kept, with a folder for each tenant; null: in memory alone.</param>
    /// <param name="source">What it is built from again; null: a refused index begins empty.</param>
    /// <param name="embedder">Makes vectors that are searched together with words and n-grams; null: there are none. Another model needs another folder.</param>
    /// <param name="logger">Hears of refused files; null: nobody does.</param>
    public EmbeddedPassageIndex(
        string? folder = null, IPassageSource? source = null, PassageEmbedder? embedder = null, ILogger<EmbeddedPassageIndex>? logger = null)
        => (_folder, _source, _embedder, _logger) = (folder, source, embedder, logger ?? NullLogger<EmbeddedPassageIndex>.Instance);

    /// <inheritdoc />
    public string Name => "embedded";

    /// <inheritdoc />
    public string Identity => $"{Name}:{Path.GetFileName(_folder)}";

    /// <summary>How words and n-grams are weighed.</summary>
    public LexicalFormula Formula { get; set; } = LexicalFormula.Usual;

    /// <summary>Share of the vectors in the sum of all scores, where there are vectors; between 0 and 1.</summary>
    public double DenseWeight { get; set; } = 0.5;

    /// <summary>Whether vectors in 8 bits are gone through, a quarter of the memory, and only the best compared exactly.</summary>
    public bool Rounded { get; set; }

    /// <inheritdoc />
    public async Task ReplaceAsync(DocumentVersion version, IReadOnlyList<Passage> passages, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var vectors = await VectorsAsync(version, passages, cancellation);
        await (await TenantAsync(version.Tenant, toWrite: true)).ReplaceAsync(version, passages, vectors, cancellation);
    }

    /// <inheritdoc />
    public async Task RemoveAsync(string tenant, string documentId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        (await TenantAsync(tenant, toWrite: true)).Remove(documentId);
    }

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<FoundPassage>> SearchAsync(PassageQuery query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return (await TenantAsync(query.Tenant)).Search(query, Formula, await DenseAsync(query, cancellation));
    }

    /// <summary>Makes one segment of all of a tenant's passages: what a bulk load is best ended with.</summary>
    public async Task CompactAsync(string tenant, CancellationToken cancellation) => await (await TenantAsync(tenant)).CompactAsync(cancellation);

    /// <summary>Writes what is in memory alone to files.</summary>
    public void Dispose()
    {
        foreach (var tenant in _tenants.Values)
            if (tenant is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
                tenant.Value.Result.Dispose();
    }

    private async Task<IReadOnlyList<float[]>?> VectorsAsync(DocumentVersion version, IReadOnlyList<Passage> passages, CancellationToken cancellation) => _embedder is null
        ? null
        : await _embedder.EmbedAsync([.. passages.Select(passage => IndexedVersion.TextOf(version, passage))], version.Tenant, version.DocumentId, cancellation);

    // A search without its vector is worse, but better than none.
    private async Task<DenseQuery?> DenseAsync(PassageQuery query, CancellationToken cancellation)
    {
        if (_embedder is null || DenseWeight <= 0 || string.IsNullOrWhiteSpace(query.Text)) return null;
        try
        {
            return new((await _embedder.EmbedAsync([query.Text], query.Tenant, "query", cancellation))[0], DenseWeight, Rounded);
        }
        catch (PassageIndexUnavailableException failed)
        {
            Log.WithoutVector(_logger, failed.Message);
            return null;
        }
    }

    private async Task<TenantPassages> TenantAsync(string tenant, bool toWrite = false)
    {
        var lazy = _tenants.GetOrAdd(tenant, name => new(() => OpenAsync(name)));
        try
        {
            var opened = await lazy.Value;
            if (!opened.IsStale && !(toWrite && opened.IsReadOnly)) return opened;
            // Whoever wrote may have changed something, or be gone.
            var again = new Lazy<Task<TenantPassages>>(() => OpenAsync(tenant));
            return await (_tenants.TryUpdate(tenant, again, lazy) ? again : _tenants[tenant]).Value;
        }
        catch
        {
            // What stood in the way may be gone the next time.
            _tenants.TryRemove(new(tenant, lazy));
            throw;
        }
    }

    private async Task<TenantPassages> OpenAsync(string tenant)
    {
        if (_folder is null) return new TenantPassages(null);
        var folder = new PassageFolder(Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tenant)))[..32]));
        if (!folder.TryOwn()) return await ReadAsync(folder);
        try
        {
            if (folder.ReadManifest() is not null || folder.Journals(0).Count > 0) return new TenantPassages(folder);
        }
        catch (InvalidDataException refused)
        {
            Log.Refused(_logger, folder.Path, refused.Message);
            folder.Clear(new(long.MaxValue, []));
            folder.Write(new PassageManifest(1, []));
        }

        var built = new TenantPassages(folder);
        if (_source is null) return built;
        await foreach (var (version, passages) in _source.ReadAsync(tenant, CancellationToken.None))
        {
            var vectors = await VectorsAsync(version, passages, CancellationToken.None);
            await built.ReplaceAsync(version, passages, vectors, CancellationToken.None);
        }

        return built;
    }

    // Whoever writes may change the files while they are opened: then once more.
    private static async Task<TenantPassages> ReadAsync(PassageFolder folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var opened = new TenantPassages(folder);
                if (!opened.IsStale || attempt == MostAttempts) return opened;
            }
            catch (Exception changed) when (changed is InvalidDataException or IOException && attempt < MostAttempts)
            {
                await Task.Yield();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The passage index {Folder} is refused and built again: {Reason}")]
        public static partial void Refused(ILogger logger, string folder, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "A query was searched without its vector: {Reason}")]
        public static partial void WithoutVector(ILogger logger, string reason);
    }
}
