using System.Collections.Concurrent;
using HybridAi.Curate.Labelling;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Succession;

/// <summary>
/// What dear tiers answered during a request, so that a second route over the same texts needs to ask nobody again. It holds requests that a candidate meets, for
/// as long as they last, and nothing else.
/// </summary>
internal sealed class AnswerMemory
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<(string Labeller, string Version, string Text), Proposal>> _requests = [];

    /// <summary>Whether a tier calls nobody, so that it may be asked as often as one likes.</summary>
    public static bool IsFree(string tier) => tier is TierNames.Lexical or TierNames.Classical;

    /// <summary>From now on this request's answers are kept.</summary>
    public void Begin(string requestId) => _requests[requestId] = [];

    /// <summary>Forgets the request.</summary>
    public void End(string requestId) => _requests.TryRemove(requestId, out _);

    /// <summary>What the labeller answered to the text in this request; null where it was not asked.</summary>
    public Proposal? Find(ILabeller labeller, LabelRequest request)
        => _requests.TryGetValue(request.RequestId, out var answers) ? answers.GetValueOrDefault((labeller.Name, labeller.Version, request.Text)) : null;

    /// <summary>The labeller, with an ear at its answers.</summary>
    public ILabeller Over(ILabeller labeller) => new Overheard(this, labeller);

    private void Keep(ILabeller labeller, LabelRequest request, Proposal proposal)
    {
        if (_requests.TryGetValue(request.RequestId, out var answers)) answers[(labeller.Name, labeller.Version, request.Text)] = proposal;
    }

    private sealed class Overheard(AnswerMemory memory, ILabeller inner) : ILabeller
    {
        public string Name => inner.Name;

        public string Version => inner.Version;

        public LabellerProvenance Provenance => inner.Provenance;

        public int BatchSize => inner.BatchSize;

        public string? Remark => inner.Remark;

        public async ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
        {
            var proposal = await inner.ProposeAsync(request, cancellation);
            memory.Keep(inner, request, proposal);
            return proposal;
        }

        public async ValueTask<IReadOnlyList<Proposal>> ProposeManyAsync(IReadOnlyList<LabelRequest> requests, CancellationToken cancellation)
        {
            var proposals = await inner.ProposeManyAsync(requests, cancellation);
            foreach (var (request, proposal) in requests.Zip(proposals)) memory.Keep(inner, request, proposal);
            return proposals;
        }

        public ILabeller PaidBy(Payer payer) => new Overheard(memory, inner.PaidBy(payer));
    }
}
