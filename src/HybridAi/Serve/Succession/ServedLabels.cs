using Dapper;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Serve.Prediction;
using HybridAi.Serve.Routing;
using HybridAi.Storage;

namespace HybridAi.Serve.Succession;

/// <summary>
/// Makes labels of what the reference answered to served texts: the text becomes a record named by its content, the answer a label of its labeller and
/// version, unreviewed like all that labellers say. A text that is a record already gets the label there.
/// </summary>
public sealed class ServedLabels(IDatabase database, RecordStore records, LabelStore labels, TimeProvider clock)
{
    /// <summary>The source of records that came from requests.</summary>
    public const string Source = "served";

    // Enough of the hash that no two texts meet.
    private const int HashDigits = 24;

    /// <summary>Keeps the reference's answers.</summary>
    /// <returns>How many labels were kept; those that stand already are among them.</returns>
    internal async Task<int> KeepAsync(
        Route route, SuccessionSettings settings, string requestId, IReadOnlyList<PredictionRequest> texts, IReadOnlyList<Prediction.Prediction> answers,
        CancellationToken cancellation)
    {
        var (project, now) = (route.Project.Name, clock.GetUtcNow());
        var said = texts.Zip(answers).Where(pair => pair.Second is not null)
            .Select(pair => (pair.First.Text, Answer: pair.Second, Step: pair.Second.Reason.LastOrDefault(step => step.Tier == route.Reference.Tier && step.Label is not null)))
            .Where(one => one.Step is not null && one.Answer.Versions.Labellers.ContainsKey(one.Step.Labeller))
            .DistinctBy(one => one.Text).ToDictionary(one => ContentHash.Of(one.Text));
        if (said.Count == 0) return 0;
        var known = await KnownAsync(project, said.Keys, cancellation);
        var room = settings.MostServedADay - await TodayAsync(project, now, cancellation);
        var added = said.Where(one => !known.ContainsKey(one.Key)).Take(Math.Max(0, room)).Select(one => new Record(
            $"{Source}-{one.Key[..HashDigits]}", one.Value.Text, new Dictionary<string, string>(), null, one.Key, ContentHash.Of(GroupText.Of(one.Value.Text)), null,
            Source, 1)).ToList();
        if (added.Count > 0) await records.AddAsync(project, added, cancellation);
        foreach (var record in added) known[record.Hash] = record.Id;
        // The request paid: the label itself costs nothing more.
        List<Label> kept = [.. said.Where(one => known.ContainsKey(one.Key)).Select(one => new Label(
            known[one.Key], one.Value.Step!.Label, one.Value.Step.Confidence, one.Value.Step.Labeller, one.Value.Answer.Versions.Labellers[one.Value.Step.Labeller],
            requestId, "It answered a request.", 0, one.Value.Step.Latency, now))];
        if (kept.Count > 0) await labels.SaveAsync(project, kept, cancellation);
        return kept.Count;
    }

    private async Task<Dictionary<string, string>> KnownAsync(string project, IEnumerable<string> hashes, CancellationToken cancellation)
    {
        var parameters = new DynamicParameters(new { project });
        var list = InList.Add(parameters, "hash", hashes);
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<(string Hash, string Id)>(new CommandDefinition(
            $"SELECT hash, id FROM records WHERE project = @project AND duplicate_of IS NULL AND hash IN {list}", parameters, cancellationToken: cancellation));
        return rows.ToDictionary(row => row.Hash, row => row.Id);
    }

    private async Task<int> TodayAsync(string project, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "SELECT COUNT(*) FROM records WHERE project = @project AND source = @Source AND created_at >= @midnight",
            new { project, Source, midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) }, cancellationToken: cancellation));
    }
}
