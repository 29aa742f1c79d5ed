namespace HybridAi.Storage;

/// <summary>A kind of write that can be done for many callers in one transaction.</summary>
/// <typeparam name="T">What one caller wants written; what the caller wants to know of it stands there afterwards.</typeparam>
/// <param name="place">Its place among the kinds in a transaction. Those whose locks others wait for come last, and in one order.</param>
/// <param name="write">Writes what all of them want. It may be called again, in another transaction, where the first one failed.</param>
internal sealed class SharedWrite<T>(int place, Func<Session, IReadOnlyList<T>, Task> write)
{
    public int Place => place;

    public Task WriteAsync(Session session, IReadOnlyList<T> items) => write(session, items);
}

/// <summary>What callers of one kind wait for together.</summary>
internal abstract class SharedBatch(int place)
{
    public int Place => place;

    public abstract Task WriteAsync(Session session);

    /// <summary>Lets the callers go on.</summary>
    public abstract void End(Exception? failure);
}

/// <inheritdoc/>
internal sealed class SharedBatch<T>(SharedWrite<T> kind) : SharedBatch(kind.Place)
{
    private readonly List<T> _items = [];
    private readonly List<TaskCompletionSource> _callers = [];

    public SharedWrite<T> Kind => kind;

    public Task Add(T item)
    {
        // On its own: who is let go first must not keep the others waiting.
        var caller = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _items.Add(item);
        _callers.Add(caller);
        return caller.Task;
    }

    public override Task WriteAsync(Session session) => kind.WriteAsync(session, _items);

    public override void End(Exception? failure)
    {
        foreach (var caller in _callers)
            if (failure is null) caller.SetResult();
            else caller.SetException(failure);
    }
}
