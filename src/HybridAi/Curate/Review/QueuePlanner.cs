using Dapper;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Review;

/// <summary>
/// Keeps the queue and the resolutions in step with records, labels, doubts, schema and settings. Each call does only what is new since the last, so
/// that whoever asks for a record need not wait for a scan.
/// </summary>
public sealed class QueuePlanner(IDatabase database)
{
    private const string LabelRemoved = "label-removed";

    /// <summary>Brings the project's queue up to date and returns the settings that hold.</summary>
    public async Task<ReviewSettings> FollowAsync(Project project, CancellationToken cancellation)
    {
        await using (var connection = await database.OpenAsync(cancellation))
        {
            var row = await connection.QuerySingleAsync<QueueMark.Row>(new CommandDefinition(
                QueueMark.Query, new { project = project.Name }, cancellationToken: cancellation));
            var (planned, now) = QueueMark.Of(row, project);
            if (planned == now) return now.Settings;
        }

        await using var work = await ReviewTransaction.BeginAsync(database, project.Name, cancellation);
        var locked = await work.FirstAsync<QueueMark.Row>(QueueMark.Query, new { project = project.Name }, cancellation);
        var (before, after) = QueueMark.Of(locked!, project);
        after = await PlanAsync(work, project, before, after, cancellation);
        await work.ExecuteAsync("UPDATE review_plans SET mark = @mark WHERE project = @Project", new { work.Project, mark = Json.Write(after) }, cancellation);
        await work.CommitAsync(cancellation);
        return after.Settings;
    }

    private static async Task<QueueMark> PlanAsync(ReviewTransaction work, Project project, QueueMark before, QueueMark after, CancellationToken cancellation)
    {
        var replaced = before.Schema != after.Schema || before.Settings.Seed != after.Settings.Seed;
        if (replaced) await PlaceAsync(work, project, after.Settings, before.Records, cancellation);
        if (before.Records != after.Records) await EnterAsync(work, project, after.Settings, before.Records, cancellation);
        if (before.Labels != after.Labels || before.Run != after.Run) await QueueDoubt.FollowLabelsAsync(work, before, cancellation);
        if (before.Doubts != after.Doubts) await QueueDoubt.FollowScoresAsync(work, before.Doubts, cancellation);
        if (before.Schema != after.Schema || before.Settings != after.Settings) await ResolveAsync(work, project, after.Settings, cancellation);
        if (!replaced && !await QueueRarity.IsStaleAsync(work, after.Labels - after.Counted, cancellation)) return after;
        await QueueRarity.CountAsync(work, project, cancellation);
        return after with { Counted = after.Labels };
    }

    private static async Task EnterAsync(ReviewTransaction work, Project project, ReviewSettings settings, long after, CancellationToken cancellation)
    {
        var arrived = await work.QueryAsync<Arrival>(
            "SELECT id, seq, group_hash, gold FROM records WHERE project = @Project AND seq > @after AND duplicate_of IS NULL ORDER BY seq",
            new { work.Project, after }, cancellation);
        await work.ExecuteAsync(
            """
            INSERT INTO review_queue (project, record_id, seq, held_out, open, voters, votes, doubt, scored, chance, gold)
            VALUES (@Project, @Id, @Seq, @HeldOut, 1, '', 0, 1, 0, @Chance, @Gold) ON CONFLICT DO NOTHING
            """,
            arrived.Select(PlacesOf(project, settings)), cancellation);
    }

    // Part, chance and trusted label of what stands in the queue already depend on the project's definition and the seed.
    private static async Task PlaceAsync(ReviewTransaction work, Project project, ReviewSettings settings, long upTo, CancellationToken cancellation)
    {
        var there = await work.QueryAsync<Arrival>(
            "SELECT id, seq, group_hash, gold FROM records WHERE project = @Project AND seq <= @upTo AND duplicate_of IS NULL",
            new { work.Project, upTo }, cancellation);
        await work.ExecuteAsync(
            "UPDATE review_queue SET held_out = @HeldOut, chance = @Chance, gold = @Gold WHERE project = @Project AND record_id = @Id",
            there.Select(PlacesOf(project, settings)), cancellation);
    }

    private static Func<Arrival, object> PlacesOf(Project project, ReviewSettings settings)
    {
        var form = project.Form;
        return record => new
        {
            Project = project.Name,
            record.Id,
            record.Seq,
            HeldOut = SplitAssignment.Of(record.GroupHash, project.Split) == Split.Train ? 0L : 1L,
            Chance = SeededChance.Of(settings.Seed, "order", record.Id),
            Gold = record.Gold is { } gold && form.Read(gold).Succeeded(out var kept, out _) && kept == gold ? 1L : 0L,
        };
    }

    private static async Task ResolveAsync(ReviewTransaction work, Project project, ReviewSettings settings, CancellationToken cancellation)
    {
        var known = new Dictionary<string, bool>();
        var decisions = (await AdjudicationStore.StandingAsync(work, cancellation)).ToDictionary(decision => decision.RecordId);
        var annotations = (await work.QueryAsync<AnnotationRow>(
            "SELECT * FROM annotations WHERE project = @Project AND voided = 0 AND label IS NOT NULL", new { work.Project }, cancellation))
            .Select(row => row.ToAnnotation()).ToLookup(annotation => annotation.RecordId);
        var records = annotations.Select(votes => votes.Key).Concat(decisions.Keys).Distinct().Select(id => (
            Resolution.Of(id, annotations[id], decisions.GetValueOrDefault(id), settings, Knows),
            annotations[id].All(vote => Knows(vote.Label!)) ? null : LabelRemoved));
        await ResolutionStore.SaveAsync(work, records, cancellation);

        bool Knows(string label) => known.TryGetValue(label, out var answer) ? answer : known[label] = project.Knows(label);
    }

    private sealed class Arrival
    {
        public string Id { get; init; } = "";
        public long Seq { get; init; }
        public string GroupHash { get; init; } = "";
        public string? Gold { get; init; }
    }
}
