using System.Text.Json;
using HybridAi.Storage;

namespace HybridAi.Curate.Ingestion;

/// <summary>One rejected row as the reject file holds it.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Code">Why, as a stable code.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Column">The column it is about; null where it is about the row.</param>
/// <param name="Excerpt">Its first 200 characters.</param>
public sealed record Reject(long Line, string Code, string Reason, string? Column, string Excerpt);

/// <summary>The rejected rows of one ingestion as JSON lines: written aside, moved into place when complete, absent when none.</summary>
internal sealed class RejectFile(string directory, string ingestion) : IAsyncDisposable
{
    private readonly string _aside = Path.Combine(directory, $".writing-{ingestion}.jsonl");
    private readonly string _target = Path.Combine(directory, $"{ingestion}.jsonl");
    private FileStream? _stream;

    public async Task AppendAsync(IReadOnlyCollection<Reject> rejects, CancellationToken cancellation)
    {
        if (rejects.Count == 0) return;
        if (_stream is null)
        {
            Directory.CreateDirectory(directory);
            _stream = new FileStream(_aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, FileOptions.Asynchronous);
        }

        foreach (var reject in rejects)
        {
            await _stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(reject, Json.Options), cancellation);
            await _stream.WriteAsync("\n"u8.ToArray(), cancellation);
        }
    }

    /// <summary>Moves the file into place and returns its path; null when nothing was rejected.</summary>
    public async Task<string?> CompleteAsync(CancellationToken cancellation)
    {
        if (_stream is null) return null;
        await _stream.FlushAsync(cancellation);
        await _stream.DisposeAsync();
        File.Move(_aside, _target);
        return _target;
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is null) return;
        await _stream.DisposeAsync();
        File.Delete(_aside);
    }
}
