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
public sealed class ServedLabels(IDatabase database, TextRecords records, LabelStore labels, TimeProvider clock)
{
    /// <summary>The source of records that came from requests.</summary>
    public const string Source = "served";

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
            .DistinctBy(one => one.Text).ToList();
        if (said.Count == 0) return 0;
        var room = settings.MostServedADay - await TodayAsync(project, now, cancellation);
        var known = await records.KeepAsync(project, Source, said.Select(one => one.Text), room, cancellation);
        // The request paid: the label itself costs nothing more.
        List<Label> kept = [.. said.Where(one => known.ContainsKey(one.Text)).Select(one => new Label(
            known[one.Text], one.Step!.Label, one.Step.Confidence, one.Step.Labeller, one.Answer.Versions.Labellers[one.Step.Labeller], requestId,
            "It answered a request.", 0, one.Step.Latency, now))];
        if (kept.Count > 0) await labels.SaveAsync(project, kept, cancellation);
        return kept.Count;
    }

    private async Task<int> TodayAsync(string project, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "SELECT COUNT(*) FROM records WHERE project = @project AND source = @Source AND created_at >= @midnight",
            new { project, Source, midnight = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) }, cancellationToken: cancellation));
    }
}
