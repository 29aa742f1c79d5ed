using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>One answer under way that several callers wait for. A reader who comes late gets what came before.</summary>
internal sealed class CacheFlight : SharedCall<ChatResponse>
{
    private readonly List<ChatResponseUpdate> _updates = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the answer was kept already: nobody was called.</summary>
    public bool WasKept { get; set; }

    /// <summary>Sets out; the work is told whose it is.</summary>
    public void Start(Func<CacheFlight, CancellationToken, Task<ChatResponse>> work) => Start(token => work(this, token));

    /// <summary>Passes a part of the answer on at once.</summary>
    public void Publish(ChatResponseUpdate update)
    {
        lock (Gate)
        {
            _updates.Add(update);
            _more.TrySetResult();
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The answer in parts, as they come; one that came whole is cut up.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> PartsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var given = 0;
        while (true)
        {
            ChatResponseUpdate? next = null;
            Task more;
            var ended = Answer.IsCompleted;
            lock (Gate)
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
            else await Task.WhenAny(more, Answer).WaitAsync(cancellation);
        }

        var whole = await Answer;
        if (given > 0) yield break;
        foreach (var update in whole.ToChatResponseUpdates()) yield return update;
    }
}
