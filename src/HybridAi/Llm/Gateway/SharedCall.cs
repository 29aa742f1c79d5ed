namespace HybridAi.Llm.Gateway;

/// <summary>
/// One piece of work that several callers wait for, each by its own token. It ends early only when the last of them has gone.
/// </summary>
internal class SharedCall<T> : IDisposable
{
    private readonly CancellationTokenSource _deserted = new();
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _work = Task.CompletedTask;
    private int _callers;
    private bool _isDeserted;

    /// <summary>What is synchronised on.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>What comes of it, or everybody's failure.</summary>
    protected Task<T> Answer => _answer.Task;

    /// <summary>Joins those who wait; false when all had gone: the answer will not come.</summary>
    public bool TryJoin()
    {
        lock (Gate)
        {
            if (_isDeserted) return false;
            _callers++;
            return true;
        }
    }

    /// <summary>Sets out. What the work returns is the answer, what it throws is everybody's failure.</summary>
    public void Start(Func<CancellationToken, Task<T>> work) => _work = RunAsync(work);

    /// <summary>The whole answer, as it was made: one object for all.</summary>
    public Task<T> WholeAsync(CancellationToken cancellation) => _answer.Task.WaitAsync(cancellation);

    /// <summary>Goes away. The last one to go ends what is still under way and waits until it has ended, so that its account is written.</summary>
    public async Task LeaveAsync()
    {
        lock (Gate)
        {
            if (--_callers > 0) return;
            _isDeserted = true;
        }

        if (!_work.IsCompleted) await _deserted.CancelAsync();
        await _work;
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _deserted.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task RunAsync(Func<CancellationToken, Task<T>> work)
    {
        try
        {
            _answer.TrySetResult(await work(_deserted.Token));
        }
        catch (Exception failure)
        {
            // Not lost: whoever waits gets it.
            _answer.TrySetException(failure);
            _ = _answer.Task.Exception;
        }
    }
}
