using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// One answer under way that several callers wait for, each by its own token. It ends early only when the last of them has gone. A reader
/// who comes late gets what came before.
/// </summary>
internal sealed class CacheFlight : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ChatResponseUpdate> _updates = [];
    private readonly CancellationTokenSource _deserted = new();
    private readonly TaskCompletionSource<ChatResponse> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _work = Task.CompletedTask;
    private int _callers;
    private bool _isDeserted;

    /// <summary>Whether the answer was kept already: nobody was called.</summary>
    public bool WasKept { get; set; }

    /// <summary>Joins those who wait; false when all had gone: the answer will not come.</summary>
    public bool TryJoin()
    {
        lock (_gate)
        {
            if (_isDeserted) return false;
            _callers++;
            return true;
        }
    }

    /// <summary>Sets out. What the work returns is the answer, what it throws is everybody's failure.</summary>
    public void Start(Func<CacheFlight, CancellationToken, Task<ChatResponse>> work) => _work = RunAsync(work);

    /// <summary>Passes a part of the answer on at once.</summary>
    public void Publish(ChatResponseUpdate update)
    {
        lock (_gate)
        {
            _updates.Add(update);
            _more.TrySetResult();
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The whole answer, as it was made: one object for all.</summary>
    public Task<ChatResponse> WholeAsync(CancellationToken cancellation) => _answer.Task.WaitAsync(cancellation);

    /// <summary>The answer in parts, as they come; one that came whole is cut up.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> PartsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var given = 0;
        while (true)
        {
            ChatResponseUpdate? next = null;
            Task more;
            var ended = _answer.Task.IsCompleted;
            lock (_gate)
            {
                if (given < _updates.Count) next = _updates[given];
                more = _more.Task;
            }

            if (next is not null)
            {
                given++;
                yield return next;
            }
            else if (ended) break;
            else await Task.WhenAny(more, _answer.Task).WaitAsync(cancellation);
        }

        var whole = await _answer.Task;
        if (given > 0) yield break;
        foreach (var update in whole.ToChatResponseUpdates()) yield return update;
    }

    /// <summary>Goes away. The last one to go ends what is still under way and waits until it has ended, so that its account is written.</summary>
    public async Task LeaveAsync()
    {
        lock (_gate)
        {
            if (--_callers > 0) return;
            _isDeserted = true;
        }

        if (!_work.IsCompleted) await _deserted.CancelAsync();
        await _work;
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _deserted.Dispose();

    private async Task RunAsync(Func<CacheFlight, CancellationToken, Task<ChatResponse>> work)
    {
        try
        {
            _answer.TrySetResult(await work(this, _deserted.Token));
        }
        catch (Exception failure)
        {
            // Not lost: whoever waits gets it.
            _answer.TrySetException(failure);
            _ = _answer.Task.Exception;
        }
    }
}
