using HybridAi.Curate.Labelling;

namespace HybridAi.Tests.Curate.Labelling;

/// <summary>A labeller that answers as it is told and counts how often it is asked.</summary>
internal sealed class FakeLabeller(Func<LabelRequest, Proposal> answer, string name = "fake", string version = "v1") : ILabeller
{
    private int _asked;

    public FakeLabeller(string label, double confidence, string name = "fake")
        : this(_ => new(label, confidence, "told so", 0.001m, TimeSpan.FromMilliseconds(5)), name)
    {
    }

    public string Name => name;

    public string Version => version;

    public int Asked => _asked;

    public ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _asked);
        return ValueTask.FromResult(answer(request));
    }
}
