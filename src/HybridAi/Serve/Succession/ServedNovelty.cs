using Dapper;
using HybridAi.Curate.Datasets;
using HybridAi.Learning.Statistics;
using HybridAi.Serve.Prediction;
using HybridAi.Serve.Routing;
using HybridAi.Storage;

namespace HybridAi.Serve.Succession;

/// <summary>
/// Whether served texts are of the kind that the live route was chosen on: a random share of them, whatever tier answered, against the calibration
/// rows, by how unlike the model's training texts they are.
/// </summary>
public sealed class ServedNovelty(IDatabase database, DatasetStore datasets, OpenLabeller open, TimeProvider clock)
{
    private const double Share = 0.1;
    private const int Newest = 500;
    private const int Least = 100;

    /// <summary>Keeps how new a share of the texts was to the live route's model; of a route without a model nothing is known.</summary>
    internal async Task SampleAsync(
        LiveRoute live, string requestId, IReadOnlyList<PredictionRequest> texts, IReadOnlyList<Prediction.Prediction> answers, CancellationToken cancellation)
    {
        if (live.Definition.ModelHash is not { } model || live.Steps.FirstOrDefault(step => step.Labeller is ModelLabeller)?.Labeller is not ModelLabeller labeller) return;
        var drawn = new List<double>();
        foreach (var (text, answer) in texts.Zip(answers))
        {
            if (answer is null or { Reason: [] } || SeededChance.Of("novelty", requestId, answer.Id) >= Share) continue;
            if ((await labeller.ProposeAsync(new(requestId, answer.Id, text.Text), cancellation)).Chances is { } chances) drawn.Add(chances.Novelty);
        }

        if (drawn.Count == 0) return;
        var (project, now) = (live.Definition.Project.Name, clock.GetUtcNow());
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO served_novelties (project, model, novelty, created_at) VALUES (@project, @model, @novelty, @now)",
            drawn.Select(novelty => new { project, model, novelty, now }), cancellationToken: cancellation));
    }

    /// <summary>Whether the novelty of a text that its route's model has answered is kept.</summary>
    internal static bool IsDrawn(PagedPrediction one, StoredRoute route)
        => route.Definition.ModelHash is not null && one.Answer.Walk is { } walk && walk.Replies.Any(reply => reply?.Chances is not null)
            && SeededChance.Of("novelty", one.RequestId, one.Answer.Id) < Share;

    /// <summary>Keeps how new a text was, within somebody's transaction.</summary>
    internal static Task<int> WriteAsync(Session session, string project, string model, double novelty, DateTimeOffset at) => session.ExecuteAsync(
        "INSERT INTO served_novelties (project, model, novelty, created_at) VALUES (@Project, @Model, @Novelty, @At)",
        ("@Project", project), ("@Model", model), ("@Novelty", novelty), ("@At", at));

    /// <summary>How likely at most such a difference between the newest served texts and the calibration rows is by chance; null where too little is known.</summary>
    public async Task<double?> PValueAsync(StoredRoute live, CancellationToken cancellation)
    {
        var route = live.Definition;
        if (route.ModelHash is not { } model) return null;
        await using var connection = await database.OpenAsync(cancellation);
        double[] served = [.. await connection.QueryAsync<double>(new CommandDefinition(
            "SELECT novelty FROM served_novelties WHERE project = @project AND model = @model ORDER BY seq DESC LIMIT @Newest",
            new { project = route.Project.Name, model, Newest }, cancellationToken: cancellation))];
        if (served.Length < Least) return null;
        if (!(await datasets.LoadAsync(route.Project.Name, route.DatasetHash, cancellation)).Succeeded(out var dataset, out _)) return null;
        if (!(await open(route.Project, route.DatasetHash, ModelLabeller.NameOf(model), cancellation)).Succeeded(out var labeller, out _)) return null;
        var chosenOn = new List<double>();
        foreach (var row in dataset.Of(Split.Calibration))
            if ((await labeller.ProposeAsync(new("drift", row.RecordId, row.Text), cancellation)).Chances is { } chances)
                chosenOn.Add(chances.Novelty);
        return chosenOn.Count < Least ? null : KolmogorovSmirnov.PValue(served, [.. chosenOn]);
    }
}
