namespace HybridAi.Storage;

/// <summary>
/// The line of this process's frequent small writes to a database. Those that come together share one transaction: while one is written
/// the next gathers, and each caller goes on when what it wants is committed. A database with one writer at a time would otherwise make
/// callers wait for each other's locks, and every commit costs as much as what is in it.
/// </summary>
public sealed class SharedWrites : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Func<Task<Session>> _open;
    private readonly Func<Session, Task>? _afterCommit;
    private readonly bool _keepsOpen;
    private List<SharedBatch> _next = [];
    private Session? _session;
    private Task _work = Task.CompletedTask;
    private bool _writing;

    /// <summary>The line in front of a database.</summary>
    /// <param name="open">Opens the connection that writes.</param>
    /// <param name="keepsOpen">Whether it stays open between writes, until this is disposed of.</param>
    /// <param name="afterCommit">What follows a commit, when the callers have been let go.</param>
    internal SharedWrites(Func<Task<Session>> open, bool keepsOpen, Func<Session, Task>? afterCommit = null)
        => (_open, _keepsOpen, _afterCommit) = (open, keepsOpen, afterCommit);

    /// <summary>Returns when the item is committed. Not cancellable: nobody would know whether it was.</summary>
    internal Task AddAsync<T>(SharedWrite<T> kind, T item)
    {
        Task written;
        lock (_gate)
        {
            written = BatchOf(kind).Add(item);
            if (_writing) return written;
            _writing = true;
            _work = Task.Run(WriteAllAsync);
        }

        return written;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _work;
        await CloseAsync();
    }

    private SharedBatch<T> BatchOf<T>(SharedWrite<T> kind)
    {
        foreach (var batch in _next)
            if (batch is SharedBatch<T> same && same.Kind == kind) return same;
        var first = new SharedBatch<T>(kind);
        _next.Add(first);
        return first;
    }

    private async Task WriteAllAsync()
    {
        while (await TakeAsync() is { } batches)
        {
            batches.Sort((one, other) => one.Place.CompareTo(other.Place));
            if (await TryTogetherAsync(batches)) continue;
            foreach (var batch in batches) batch.End(await AloneAsync(batch));
        }
    }

    private async Task<List<SharedBatch>?> TakeAsync()
    {
        if (!_keepsOpen && IsIdle()) await CloseAsync();
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

    private bool IsIdle()
    {
        lock (_gate) return _next.Count == 0;
    }

    // False: it failed before anything can have been committed, and each kind is worth a try of its own. One must not fail for another.
    private async Task<bool> TryTogetherAsync(List<SharedBatch> batches)
    {
        try
        {
            _session ??= await _open();
            await _session.BeginAsync();
            foreach (var batch in batches) await batch.WriteAsync(_session);
        }
        catch (Exception)
        {
            await CloseAsync();
            return false;
        }

        var failure = await CommitAsync(_session);
        foreach (var batch in batches) batch.End(failure);
        if (failure is null && _afterCommit is not null) await FollowAsync(_session, _afterCommit);
        return true;
    }

    private async Task FollowAsync(Session session, Func<Session, Task> afterCommit)
    {
        try
        {
            await afterCommit(session);
        }
        catch (Exception)
        {
            // What was written stands, and the line must go on: over a new session.
            await CloseAsync();
        }
    }

    private async Task<Exception?> AloneAsync(SharedBatch batch)
    {
        try
        {
            _session ??= await _open();
            await _session.BeginAsync();
            await batch.WriteAsync(_session);
        }
        catch (Exception failure)
        {
            // Told to everyone whose write was in it, in the place where they wait.
            await CloseAsync();
            return failure;
        }

        return await CommitAsync(_session);
    }

    private async Task<Exception?> CommitAsync(Session session)
    {
        try
        {
            await session.CommitAsync();
            return null;
        }
        catch (Exception failure)
        {
            await CloseAsync();
            return failure;
        }
    }

    private async Task CloseAsync()
    {
        var session = _session;
        _session = null;
        if (session is not null) await session.DisposeAsync();
    }
}
