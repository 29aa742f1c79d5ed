using Dapper;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Storage;

namespace HybridAi.Curate.Labelling;

/// <summary>One label that a labeller or a person gave to a record.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Voter">The labeller's name, or <c>person NAME</c>.</param>
/// <param name="Label">A label of the schema.</param>
/// <param name="ByPerson">Whether a person gave it.</param>
public sealed record NamedVote(string RecordId, string Voter, string Label, bool ByPerson);

/// <summary>What is to be aggregated.</summary>
/// <param name="Votes">By record and voter, in order of their names.</param>
/// <param name="Gold">The labels of training records on which all people who labelled them agree.</param>
public sealed record GatheredVotes(IReadOnlyList<NamedVote> Votes, IReadOnlyDictionary<string, string> Gold);

/// <summary>
/// Gathers what all labellers and people said of a project's records: each labeller's newest label, each person's last. Where people agree on a
/// training record that is its gold, and one person alone is gold and no vote, or people would be judged by themselves. Where they agree on a
/// held-out record it is left out: it judges what is made here.
/// </summary>
public sealed class AggregateVotes(IDatabase database, RecordStore records, AnnotationStore annotations)
{
    /// <summary>Gathers; labels that the schema no longer has and labels of aggregates are left out.</summary>
    public async Task<GatheredVotes> GatherAsync(Project project, CancellationToken cancellation)
    {
        var votes = (await OfLabellersAsync(project, cancellation)).ToList();
        var people = (await annotations.StandingAsync(project.Name, cancellation))
            .Where(annotation => annotation.Label is { } label && project.Knows(label))
            .GroupBy(annotation => (annotation.RecordId, annotation.Annotator), (key, given) => new NamedVote(key.RecordId, $"person {key.Annotator}", given.Last().Label!, true))
            .ToLookup(vote => vote.RecordId);
        var gold = new Dictionary<string, string>(StringComparer.Ordinal);
        if (people.Count > 0)
        {
            await foreach (var record in records.ReadAsync(project.Name, cancellation))
            {
                List<NamedVote> given = [.. people[record.Id]];
                var agreed = given.Select(vote => vote.Label).Distinct().Count() == 1;
                var heldOut = SplitAssignment.Of(record.GroupHash, project.Split) != Split.Train;
                if (agreed && !heldOut) gold[record.Id] = given[0].Label;
                if (!agreed || (!heldOut && given.Count > 1)) votes.AddRange(given);
            }
        }

        return new([.. votes.OrderBy(vote => vote.RecordId, StringComparer.Ordinal).ThenBy(vote => vote.Voter, StringComparer.Ordinal)], gold);
    }

    private async Task<IEnumerable<NamedVote>> OfLabellersAsync(Project project, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<(string RecordId, string Labeller, string Label)>(new CommandDefinition(
            """
            SELECT record_id, labeller, label FROM labels
            WHERE project = @Name AND label IS NOT NULL AND labeller NOT LIKE 'aggregate:%' ORDER BY seq
            """,
            new { project.Name }, cancellationToken: cancellation));
        return rows.Where(row => project.Knows(row.Label))
            .GroupBy(row => (row.RecordId, row.Labeller), (key, given) => new NamedVote(key.RecordId, key.Labeller, given.Last().Label, false));
    }
}
