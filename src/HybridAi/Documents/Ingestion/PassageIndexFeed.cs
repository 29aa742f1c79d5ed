using System.Globalization;
using HybridAi.Documents.Retrieval;
using HybridAi.Storage;
using Microsoft.Extensions.Logging;

namespace HybridAi.Documents.Ingestion;

/// <summary>
/// Lets an index follow the documents: what changed since it looked last is taken over, whoever changed it. How far it is stands in a file, so that a start
/// goes on from there; where the file is gone, or the settings name another index, all is taken over again.
/// </summary>
/// <param name="index">The index that follows.</param>
/// <param name="store">The documents' changes.</param>
/// <param name="source">What they came to.</param>
/// <param name="folder">Where it is written down how far the index is, for each identity of an index by itself; null for one in memory alone.</param>
/// <param name="log">Hears of what the index can't hold.</param>
public sealed partial class PassageIndexFeed(IPassageIndex index, DocumentStore store, DocumentSource source, string? folder, ILogger<PassageIndexFeed> log) : IDisposable
{
    private const int AtOnce = 500;

    private readonly SemaphoreSlim _one = new(1);
    private long? _followed;

    /// <summary>
    /// Takes over what changed. When this returns, searches see every change that was stored before it began, but for what the index can't hold at all.
    /// </summary>
    /// <returns>Why it can't, by document, of those that it came to now.</returns>
    public async Task<IReadOnlyDictionary<string, string>> CatchUpAsync(CancellationToken cancellation)
    {
        var refused = new Dictionary<string, string>();
        await _one.WaitAsync(cancellation);
        try
        {
            var followed = _followed ??= await ReadAsync(cancellation);
            while (await store.ChangesAsync(followed, AtOnce, cancellation) is { Count: > 0 } changes)
            {
                foreach (var (tenant, document) in changes.Select(change => (change.Tenant, change.DocumentId)).Distinct())
                {
                    try
                    {
                        await ApplyAsync(tenant, document, cancellation);
                    }
                    catch (PassagesRefusedException never)
                    {
                        // One document must not keep all others from being followed.
                        refused[document] = never.Message;
                        Log.Refused(log, document, never.Message);
                    }
                }

                _followed = followed = changes[^1].Seq;
                await WriteAsync(followed, cancellation);
            }

            return refused;
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

    private string Place => Path.Combine(folder!, $"followed-{ContentHash.Of(index.Identity)[..12]}");

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The passage index can't hold document {Id}: {Reason}")]
        public static partial void Refused(ILogger log, string id, string reason);
    }
}
