using HybridAi.Curate.Labelling;

namespace HybridAi.Tests.Serve;

/// <summary>A labeller that answers only when it is told to.</summary>
/// <param name="name">Its name.</param>
/// <param name="heedsItsToken">Whether it stops when its call is cut off; otherwise it goes on and never looks.</param>
internal sealed class SlowLabeller(string name, bool heedsItsToken) : ILabeller
{
    // Whoever waits goes on within Answer, so that what comes after it finds the answer taken.
    private readonly TaskCompletionSource<Proposal> _answer = new();

    public string Name => name;

    public string Version => "1";

    /// <summary>Completed when the question has come.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether its call was cut off.</summary>
    public bool Cut { get; private set; }

    public void Answer(string label, double confidence, decimal? cost, TimeSpan latency) => _answer.SetResult(new(label, confidence, "", cost, latency));

    public async ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
    {
        cancellation.Register(() => Cut = true);
        Asked.TrySetResult();
        return await (heedsItsToken ? _answer.Task.WaitAsync(cancellation) : _answer.Task);
    }
}
