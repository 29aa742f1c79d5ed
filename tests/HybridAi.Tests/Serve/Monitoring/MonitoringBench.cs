using HybridAi.Curate.Datasets;
using HybridAi.Learn.Training;
using HybridAi.Serve.Monitoring;
using HybridAi.Serve.Routing;
using HybridAi.Serve.Succession;
using HybridAi.Tests.Learn;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Tests.Serve.Monitoring;

/// <summary>A trained model whose route is live, and the watch over it, over one database.</summary>
internal sealed class MonitoringBench : IAsyncDisposable
{
    private readonly IModel _model;
    private readonly StoredRoute _route;

    private MonitoringBench(LearnBench learn, IModel model, StoredRoute route, MonitoringOptions options)
    {
        (Learn, _model, _route, Options) = (learn, model, route, options);
        (Served, Alerts) = (new(learn.Database), new(learn.Database, learn.Clock));
        Windows = new(learn.Database, Alerts);
        var routes = new RouteStore(learn.Database, learn.Clock);
        var references = new DriftReferences(learn.Registry, learn.Files, new(learn.Database, learn.Artefacts, learn.Clock));
        Watch = new(
            Served, references, new(learn.Database, routes), Windows, Alerts, new(learn.Database, routes, learn.Clock, NullLogger<FloorMonitor>.Instance), routes, learn.People,
            new(), options, learn.Clock, NullLogger<TrafficWatch>.Instance);
    }

    public LearnBench Learn { get; }

    public MonitoringOptions Options { get; }

    public ServedTextStore Served { get; }

    public AlertStore Alerts { get; }

    public WindowStore Windows { get; }

    public TrafficWatch Watch { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<MonitoringBench> CreateAsync(string database = "sqlite", int heldOut = 300, MonitoringOptions? options = null)
    {
        var learn = await LearnBench.CreateAsync(database);
        var datasets = new DatasetStore(learn.Database, learn.Artefacts, learn.Clock);
        var dataset = (await datasets.SaveAsync(LearnBench.MailVersion, MailRows.Dataset(train: 300, test: heldOut).Rows, Cancellation)).Value;
        var card = (await learn.Stage.RunAsync(LearnBench.MailVersion, dataset, TextLinearTrainer.MemberName, new(), null, Cancellation)).Value.Card;
        var model = (await learn.Files.LoadAsync(card, Cancellation)).Value;
        var definition = ServeBench.RouteOver((TierNames.Classical, new ModelLabeller(card, model, learn.Clock), null)) with { ModelHash = card.Hash, DatasetHash = dataset.Manifest.Hash };
        var routes = new RouteStore(learn.Database, learn.Clock);
        var route = await routes.SaveAsync(definition, Cancellation);
        await routes.MakeLiveAsync("mail", route.Hash, "test", Cancellation);
        return new(learn, model, route, options ?? new());
    }

    /// <summary>An hour of traffic like that of training.</summary>
    public Task ServeAlikeAsync(int count, int seed) => ServeAsync(MailRows.Dataset(train: count, test: 0, seed: seed).Rows.Select(row => row.Text));

    /// <summary>Texts that were served during an hour, with what the model says to them.</summary>
    public async Task ServeAsync(IEnumerable<string> texts, double more = 0)
    {
        var served = texts.Select(text =>
        {
            var figures = TextFigures.Of(_model, text);
            return new ServedText("mail", _route.Hash, _route.Definition.ModelHash!, text, figures.Label, figures.Confidence + more, Learn.Clock.GetUtcNow());
        }).ToList();
        await Served.AddAsync(served, Cancellation);
        Learn.Clock.Advance(TimeSpan.FromHours(1));
    }

    public ValueTask DisposeAsync() => Learn.DisposeAsync();
}
