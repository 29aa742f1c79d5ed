namespace HybridAi.Storage;

/// <summary>
/// Lines that come together share one transaction: while one is written the next gathers, and each caller goes on when its lines are
/// committed. A database with one writer at a time would otherwise make callers wait for each other's locks, up to a second at 32 of them.
/// </summary>
/// <param name="write">Writes the lines in one transaction.</param>
internal sealed class LedgerQueue(Func<IReadOnlyCollection<LedgerEntry>, Task> write)
{
    private readonly Lock _gate = new();
    private List<Waiting> _next = [];
    private bool _writing;

    /// <summary>Returns when the lines are committed. Not cancellable: what was answered was paid for, and its line is never lost.</summary>
    public Task AppendAsync(IReadOnlyCollection<LedgerEntry> lines)
    {
        var own = new Waiting(lines, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _next.Add(own);
            if (_writing) return own.Written.Task;
            _writing = true;
        }

        // On its own: who comes first must not be kept writing for those who come later.
        _ = Task.Run(WriteAllAsync);
        return own.Written.Task;
    }

    private async Task WriteAllAsync()
    {
        while (Take() is { } all)
            try
            {
                await write([.. all.SelectMany(waiting => waiting.Lines)]);
                foreach (var waiting in all) waiting.Written.SetResult();
            }
            catch (Exception failure)
            {
                // Told to everyone whose lines were in it, in the place where they wait.
                foreach (var waiting in all) waiting.Written.SetException(failure);
            }
    }

    private List<Waiting>? Take()
    {
        lock (_gate)
        {
            if (_next.Count == 0)
            {
                _writing = false;
                return null;
            }

            var all = _next;
            _next = [];
            return all;
        }
    }

    private sealed record Waiting(IReadOnlyCollection<LedgerEntry> Lines, TaskCompletionSource Written);
}
