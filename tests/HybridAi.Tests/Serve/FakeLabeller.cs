using HybridAi.Curate.Labelling;

namespace HybridAi.Tests.Serve;

/// <summary>A labeller that answers by a rule and remembers what it was asked.</summary>
internal sealed class FakeLabeller(string name, Func<string, Proposal> answer, string version = "1") : ILabeller
{
    private int _calls;

    public string Name => name;

    public string Version => version;

    public int Calls => _calls;

    /// <summary>Holds every answer back until it is completed; null: answers at once.</summary>
    public TaskCompletionSource? Gate { get; init; }

    /// <summary>Completed when the first question has come.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static FakeLabeller Sure(string name, string label, double confidence, decimal? cost = 0)
        => new(name, _ => new(label, confidence, "rule", cost, TimeSpan.FromMilliseconds(5)));

    public static FakeLabeller Failing(string name)
        => new(name, _ => Proposal.Failed(Fault.Unavailable("provider-down", "The provider does not answer."), 0.0001m, TimeSpan.FromMilliseconds(9)));

    public async ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _calls);
        Asked.TrySetResult();
        if (Gate is not null) await Gate.Task.WaitAsync(cancellation);
        return answer(request.Text);
    }
}
