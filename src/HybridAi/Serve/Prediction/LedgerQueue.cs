using System.Collections.Concurrent;
using HybridAi.Storage;

namespace HybridAi.Serve.Prediction;

/// <summary>
/// Requests that end together share one transaction: the first in line writes for all who wait, and each goes on when its lines are
/// committed. A database with one writer at a time would otherwise make them wait for each other's locks, up to a second at 32 callers.
/// </summary>
internal sealed class LedgerQueue(Ledger ledger) : IDisposable
{
    private readonly ConcurrentQueue<Waiting> _line = new();
    private readonly SemaphoreSlim _writing = new(1, 1);

    public void Dispose() => _writing.Dispose();

    /// <summary>Returns when the lines are committed. Not cancellable: what was answered was paid for, and an answer is never lost.</summary>
    public async Task AppendAsync(IReadOnlyCollection<LedgerEntry> lines)
    {
        var own = new Waiting(lines, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _line.Enqueue(own);
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            if (!own.Written.Task.IsCompleted) await WriteAllAsync();
        }
        finally
        {
            _writing.Release();
        }

        await own.Written.Task;
    }

    private async Task WriteAllAsync()
    {
        var all = new List<Waiting>();
        while (_line.TryDequeue(out var next)) all.Add(next);
        try
        {
            await ledger.AppendAsync([.. all.SelectMany(waiting => waiting.Lines)], CancellationToken.None);
            foreach (var waiting in all) waiting.Written.SetResult();
        }
        catch (Exception failure)
        {
            // Told to everyone whose lines were in it, in the place where they wait.
            foreach (var waiting in all) waiting.Written.SetException(failure);
        }
    }

    private sealed record Waiting(IReadOnlyCollection<LedgerEntry> Lines, TaskCompletionSource Written);
}
