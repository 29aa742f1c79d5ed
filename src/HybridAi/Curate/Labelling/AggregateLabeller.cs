using HybridAi.Learning.Annotators;
using HybridAi.Storage;

namespace HybridAi.Curate.Labelling;

/// <summary>
/// Proposes for each record the one label that its votes come to, with the method's posterior as confidence and the votes as reason. It knows
/// records, not texts, so it can't be a tier. Other votes make another version.
/// </summary>
public sealed class AggregateLabeller : ILabeller
{
    /// <summary>What stands before the method's name.</summary>
    public const string Prefix = "aggregate:";

    private const int MaxReasons = 10;

    private readonly Dictionary<string, Proposal> _proposals;

    internal AggregateLabeller(AggregatorChoice choice, Aggregation aggregation, IReadOnlyList<string> records, IReadOnlyList<string> labels, GatheredVotes gathered)
    {
        (Name, Choice) = (Prefix + choice.Method, choice);
        Version = ContentHash.OfJson(new { Name, gathered.Votes, Gold = gathered.Gold.OrderBy(known => known.Key, StringComparer.Ordinal) });
        var votes = gathered.Votes.ToLookup(vote => vote.RecordId);
        _proposals = records.Select((id, item) => (id, Proposal: ProposalOf(aggregation, item, labels, votes[id], gathered.Gold.ContainsKey(id))))
            .ToDictionary(one => one.id, one => one.Proposal, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Version { get; }

    /// <summary>How the method was chosen.</summary>
    public AggregatorChoice Choice { get; }

    /// <summary>Whether anybody has labelled the record.</summary>
    public bool Knows(string recordId) => _proposals.ContainsKey(recordId);

    /// <inheritdoc/>
    public ValueTask<Proposal> ProposeAsync(LabelRequest request, CancellationToken cancellation)
        => cancellation.IsCancellationRequested
            ? ValueTask.FromCanceled<Proposal>(cancellation)
            : ValueTask.FromResult(_proposals.GetValueOrDefault(request.RecordId) ?? Proposal.Failed(Fault.NotFound("no-votes", "Nobody has labelled this record."), 0, null));

    private static Proposal ProposalOf(Aggregation aggregation, int item, IReadOnlyList<string> labels, IEnumerable<NamedVote> votes, bool known)
    {
        var answer = aggregation.Answer(item);
        string[] said = [.. votes.Select(vote => $"{vote.Voter}: {vote.Label}")];
        string[] parts =
        [
            .. known ? ["agreed by people"] : Array.Empty<string>(),
            .. aggregation.IsTie(item) ? ["a tie, broken by chance"] : Array.Empty<string>(),
            .. said.Take(MaxReasons),
            .. said.Length > MaxReasons ? [$"and {said.Length - MaxReasons} more"] : Array.Empty<string>(),
        ];
        return new(labels[answer], Math.Clamp(aggregation.Posterior(item)[answer], 0, 1), string.Join("; ", parts), 0, null);
    }
}
