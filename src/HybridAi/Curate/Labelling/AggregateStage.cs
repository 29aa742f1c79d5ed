using HybridAi.Curate.Projects;
using HybridAi.Learning.Annotators;

namespace HybridAi.Curate.Labelling;

/// <summary>Makes one label a record out of what all labellers and people said, and journals it as a labelling run like any other.</summary>
public sealed class AggregateStage(AggregateVotes votes, LabellingStage labelling)
{
    private const int Seed = 1;
    private const int Concurrency = 8;

    private static readonly IReadOnlyList<IAggregator> Methods = Aggregators.InOrderOfTrust;

    /// <summary>The names of the methods.</summary>
    public static IEnumerable<string> MethodNames => Methods.Select(method => method.Name);

    /// <summary>A labeller that knows what the votes come to now.</summary>
    /// <param name="project">The project.</param>
    /// <param name="method">A method's name; null: the one that the gold of the training part speaks for.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The labeller, or a fault: an unknown method, no votes, or those of one voter only.</returns>
    public async Task<Outcome<AggregateLabeller>> CreateAsync(Project project, string? method, CancellationToken cancellation)
    {
        if (method is not null && !MethodNames.Contains(method))
            return Fault.BadInput("aggregator-unknown", $"There is no aggregator '{method}'. Known: {string.Join(", ", MethodNames)}.");
        var gathered = await votes.GatherAsync(project, cancellation);
        string[] voters = [.. gathered.Votes.Select(vote => vote.Voter).Distinct().Order(StringComparer.Ordinal)];
        if (voters.Length < 2)
        {
            return Fault.Conflict(
                "voters-too-few", voters.Length == 0 ? "No labeller has labelled anything yet." : $"Only {voters[0]} has labelled anything: there is nothing to aggregate.");
        }

        string[] records = [.. gathered.Votes.Select(vote => vote.RecordId).Concat(gathered.Gold.Keys).Distinct().Order(StringComparer.Ordinal)];
        string[] labels = [.. project.Labels.Select(label => label.Name)];
        var (record, voter, label) = (Places(records), Places(voters), Places(labels));
        var people = voters.Select(name => gathered.Votes.Any(vote => vote.ByPerson && vote.Voter == name)).ToArray();
        var cast = new Votes(
            records.Length, voters.Length, labels.Length, gathered.Votes.Select(vote => new Vote(record[vote.RecordId], voter[vote.Voter], label[vote.Label])));
        var gold = new Gold(records.Length, gathered.Gold.Select(known => KeyValuePair.Create(record[known.Key], label[known.Value])));
        var choice = method is null
            ? AggregatorChoice.Of(Methods, gold, AggregatorChoice.HiddenAnswers(Methods, cast, gold, Seed, vote => people[vote.Annotator], null, cancellation))
            : new(method, $"{method} was asked for.", [], null);
        var aggregation = Methods.Single(one => one.Name == choice.Method).Aggregate(cast, gold, Seed, cancellation);
        return new AggregateLabeller(choice, aggregation, records, labels, gathered);
    }

    /// <summary>Journals what a labeller of <see cref="CreateAsync"/> knows; nothing where these very votes were aggregated before.</summary>
    public Task<LabellingRun> RunAsync(string project, AggregateLabeller labeller, IProgress<LabellingProgress>? progress, CancellationToken cancellation)
        => labelling.RunAsync(project, labeller, record => labeller.Knows(record.Id), Concurrency, progress, cancellation);

    private static Dictionary<string, int> Places(string[] names)
        => names.Select((name, place) => (name, place)).ToDictionary(StringComparer.Ordinal);
}
