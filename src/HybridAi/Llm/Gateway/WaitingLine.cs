namespace HybridAi.Llm.Gateway;

/// <summary>Callers who wait for their turn, first come, first served. Not synchronised: its owner holds a lock around every member.</summary>
/// <typeparam name="TPermit">What a caller gets when its turn has come.</typeparam>
internal sealed class WaitingLine<TPermit>(int most)
    where TPermit : class
{
    private readonly LinkedList<Waiter> _line = new();

    public int Count => _line.Count;

    /// <summary>Whose turn is next; null where nobody waits.</summary>
    public Waiter? First => _line.First?.Value;

    /// <summary>Joins at the end; null where the line is full.</summary>
    /// <param name="amount">What the caller wants of the permits.</param>
    public Waiter? TryJoin(long amount)
    {
        if (_line.Count >= most) return null;
        var waiter = new Waiter(amount);
        waiter.Place = _line.AddLast(waiter);
        return waiter;
    }

    /// <summary>Gives the first one its permit and lets it go.</summary>
    public void LetFirstGo(TPermit permit)
    {
        var first = _line.First!.Value;
        _line.RemoveFirst();
        first.Place = null;
        first.Turn.SetResult(permit);
    }

    /// <summary>Leaves the line without a permit; false where the turn had come already.</summary>
    public bool Leave(Waiter waiter)
    {
        if (waiter.Place is not { } place) return false;
        _line.Remove(place);
        waiter.Place = null;
        waiter.Turn.SetResult(null);
        return true;
    }

    /// <summary>One caller in the line.</summary>
    internal sealed class Waiter(long amount)
    {
        public long Amount { get; } = amount;

        public LinkedListNode<Waiter>? Place { get; set; }

        public TaskCompletionSource<TPermit?> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The permit; null after <paramref name="patience"/>. The caller's cancellation leaves the line as well.</summary>
        /// <param name="leave">Leaves the line under its owner's lock.</param>
        /// <param name="patience">The longest wait.</param>
        /// <param name="clock">Measures it.</param>
        /// <param name="cancellation">The caller's.</param>
        public async Task<TPermit?> WaitAsync(Action<Waiter> leave, TimeSpan patience, TimeProvider clock, CancellationToken cancellation)
        {
            using var limit = new CancellationTokenSource(patience, clock);
            await using var atLimit = limit.Token.UnsafeRegister(_ => leave(this), null);
            await using var atCancellation = cancellation.UnsafeRegister(_ => leave(this), null);
            var permit = await Turn.Task;
            if (permit is null) cancellation.ThrowIfCancellationRequested();
            return permit;
        }
    }
}
