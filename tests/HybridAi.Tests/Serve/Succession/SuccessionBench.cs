using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Prediction;
using HybridAi.Serve.Routing;
using HybridAi.Serve.Succession;
using HybridAi.Storage;
using HybridAi.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Tests.Serve.Succession;

/// <summary>A predictor with everything that goes on beside it, over one database, whose tiers are fakes. It can be made again, as after a restart.</summary>
internal sealed class SuccessionBench : IAsyncDisposable
{
    private readonly TestFolder _folder;
    private readonly Dictionary<string, ILabeller> _labellers = [];
    private int _request;

    private SuccessionBench(TestDatabase test, IDatabase database, TestFolder folder)
    {
        (Test, Database, _folder) = (test, database, folder);
        (Routes, Records, Labels) = (new(database, Clock), new(database, Clock), new(database));
        (Settings, Pairs, Successions) = (new(database, Clock), new(database, Clock), new(database, Routes, Clock));
        Datasets = new(database, new(_folder.Root), Clock);
        Floors = new(database, Routes, Clock, NullLogger<FloorMonitor>.Instance);
        Intake = new(Floors, Successions, Pairs, Settings);
        Referee = new(Successions, Pairs, Routes, Floors, NullLogger<Referee>.Instance);
        Novelty = new(database, Datasets, (_, _, name, _) => OpenAsync(name), Clock);
        Beside = new(Successions, Pairs, Settings, new(database, new(database, Records), Labels, Clock), Novelty, new(new(), Clock), new(), NullLogger<Beside>.Instance);
        Predictor = new(
            Routes, (_, _, name, _) => OpenAsync(name), new(database), new(database, Decisions, Clock), ServeBench.PeopleOver(Test), new IngestionOptions(), new(), Clock, NullLogger<Predictor>.Instance, Beside);
    }

    public TestDatabase Test { get; }

    public IDatabase Database { get; }

    public TestClock Clock => Test.Clock;

    public RouteStore Routes { get; }

    public RecordStore Records { get; }

    public LabelStore Labels { get; }

    public DatasetStore Datasets { get; }

    public SuccessionSettingsStore Settings { get; }

    public PairStore Pairs { get; }

    public SuccessionStore Successions { get; }

    public FloorMonitor Floors { get; }

    public AuditIntake Intake { get; }

    public Referee Referee { get; }

    public ServedNovelty Novelty { get; }

    public Beside Beside { get; }

    public Predictor Predictor { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Nothing is logged unless a test wants it.</summary>
    public DecisionOptions Decisions { get; } = new() { Enabled = false };

    public static async Task<SuccessionBench> CreateAsync(string database = "sqlite")
    {
        var test = await TestDatabase.CreateAsync(database);
        await new ProjectStore(test.Database, test.Clock).SaveAsync(ServeBench.Mail, Cancellation);
        return new(test, test.Database, new());
    }

    /// <summary>All of it made anew over what the database holds.</summary>
    public SuccessionBench Restarted()
    {
        var again = new SuccessionBench(Test, Test.OpenAgain(), _folder);
        foreach (var (name, labeller) in _labellers) again._labellers[name] = labeller;
        return again;
    }

    public async Task<StoredRoute> SaveAsync(Route route, params ILabeller[] labellers)
    {
        foreach (var labeller in labellers) _labellers[labeller.Name] = labeller;
        return await Routes.SaveAsync(route, Cancellation);
    }

    public async Task<StoredRoute> SaveAsync(params (string Tier, ILabeller Labeller, double? Threshold)[] tiers)
        => await SaveAsync(ServeBench.RouteOver(tiers), [.. tiers.Select(tier => tier.Labeller)]);

    public async Task<StoredRoute> GoLiveAsync(params (string Tier, ILabeller Labeller, double? Threshold)[] tiers)
    {
        var saved = await SaveAsync(tiers);
        await Routes.MakeLiveAsync("mail", saved.Hash, "test", Cancellation);
        return saved;
    }

    public Task<HybridAi.Serve.Prediction.Prediction[]> ServeAsync(int count) => ServeAsync([.. Enumerable.Range(0, count).Select(i => $"text {_request++} {i}")]);

    public async Task<HybridAi.Serve.Prediction.Prediction[]> ServeAsync(params string[] texts)
        => [.. (await Predictor.PredictAsync("mail", [.. texts.Select(text => new PredictionRequest(null, text))], Cancellation)).Value];

    /// <summary>An audit of an answer.</summary>
    public static AuditedDecision Audit(HybridAi.Serve.Prediction.Prediction answer, string? reference, string? gold)
        => new(answer.Id, "mail", answer.Id[..answer.Id.LastIndexOf('-')], answer.Id, answer.Versions.Route, answer.Label, reference, gold, DateTimeOffset.UnixEpoch);

    public async ValueTask DisposeAsync()
    {
        Predictor.Dispose();
        await Test.DisposeAsync();
        _folder.Dispose();
    }

    public Task<Outcome<ILabeller>> OpenAsync(string labeller)
        => Task.FromResult(_labellers.TryGetValue(labeller, out var found) ? Success.Of(found) : Fault.NotFound("model-unknown", "It is gone."));

}
