using System.Globalization;
using HybridAi.Llm.Gateway;
using HybridAi.Storage;

namespace HybridAi.Curate.Labelling;

/// <summary>
/// Asks several times with chance in the answer and takes the label that most answers give; their share of all that were asked for is the confidence.
/// </summary>
/// <remarks>Wang et al. 2023, "Self-Consistency Improves Chain of Thought Reasoning in Language Models": the majority of sampled answers.</remarks>
/// <param name="inner">Who is asked.</param>
/// <param name="samples">How often, 2 to <see cref="Most"/>.</param>
public sealed class SelfConsistentLabeller(ILabeller inner, int samples) : ILabeller
{
    /// <summary>More answers than this cost more than they tell.</summary>
    public const int Most = 25;

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public string Version { get; } = ContentHash.Of(inner.Version, "samples", samples.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public LabellerProvenance Provenance => inner.Provenance;

    /// <inheritdoc/>
    public int BatchSize => inner.BatchSize;

    /// <inheritdoc/>
    public string? Remark => inner.Remark;

    /// <summary>Who is asked.</summary>
    public ILabeller Inner => inner;

    /// <summary>How often.</summary>
    public int Samples => samples;

    /// <inheritdoc/>
    public async ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
        => (await ProposeManyAsync([request], cancellation))[0];

    /// <inheritdoc/>
    /// <remarks>A budget that forbids one answer forbids the vote: what was answered before is in the cache, and not paid for again.</remarks>
    public async ValueTask<IReadOnlyList<Proposal>> ProposeManyAsync(IReadOnlyList<LabelRequest> requests, CancellationToken cancellation)
    {
        var said = requests.Select(_ => new List<Proposal>(samples)).ToList();
        for (var sample = 1; sample <= samples; sample++)
        {
            var number = sample;
            var open = Enumerable.Range(0, requests.Count).Where(i => !said[i].Exists(one => BudgetRefusal.Is(one.Fault))).ToList();
            if (open.Count == 0) break;
            var answers = await inner.ProposeManyAsync([.. open.Select(i => requests[i] with { Sample = number })], cancellation);
            for (var i = 0; i < open.Count; i++) said[open[i]].Add(answers[i]);
        }

        return [.. said.Select(Vote)];
    }

    /// <inheritdoc/>
    public ILabeller PaidBy(Payer payer) => new SelfConsistentLabeller(inner.PaidBy(payer), samples);

    private Proposal Vote(List<Proposal> said)
    {
        var refused = said.Find(one => BudgetRefusal.Is(one.Fault));
        // Of labels that are as common as each other, the one that was said first.
        var votes = said.Where(one => one.Label is not null).GroupBy(one => one.Label!, StringComparer.Ordinal).OrderByDescending(label => label.Count()).FirstOrDefault();
        var winner = refused ?? votes?.First() ?? said[0];
        var sum = said.Where(one => !ReferenceEquals(one, winner)).Aggregate(winner, (all, one) => all.After(one));
        if (refused is not null || votes is null) return sum;
        return sum with
        {
            Confidence = (double)votes.Count() / samples,
            ConfidenceSource = ConfidenceSource.SelfConsistency,
            Reason = string.Create(CultureInfo.InvariantCulture, $"{winner.Reason} [{votes.Count()} of {samples} answers]").TrimStart(),
        };
    }
}
