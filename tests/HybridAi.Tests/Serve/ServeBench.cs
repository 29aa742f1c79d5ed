using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Learning.Routing;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Prediction;
using HybridAi.Serve.Routing;
using HybridAi.Storage;
using HybridAi.Tests.Learn;
using HybridAi.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Tests.Serve;

/// <summary>A predictor over one empty database whose tiers are fakes.</summary>
internal sealed class ServeBench : IAsyncDisposable
{
    private readonly TestDatabase _test;
    private readonly Dictionary<string, Outcome<ILabeller>> _labellers = [];

    private ServeBench(TestDatabase test, PredictionOptions options, TimeProvider clock)
    {
        _test = test;
        Routes = new(test.Database, test.Clock);
        Ledger = new(test.Database);
        People = PeopleOver(test);
        Predictor = new(
            Routes, OpenAsync, Ledger, new(test.Database, DecisionSettings, clock), People, new IngestionOptions { MaxTextCharacters = 40 }, options, clock,
            NullLogger<Predictor>.Instance);
    }

    public static Project Mail => LearnBench.Mail;

    public IDatabase Database => _test.Database;

    public TestClock Clock => _test.Clock;

    public RouteStore Routes { get; }

    public Ledger Ledger { get; }

    public ReviewIntake People { get; }

    public Predictor Predictor { get; }

    /// <summary>Every tenth decision is audited, unless a test sets it otherwise.</summary>
    public DecisionOptions DecisionSettings { get; } = new() { AuditShare = 0.1 };

    /// <summary>How often a labeller was opened.</summary>
    public int Opened { get; private set; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The door to people over a database.</summary>
    public static ReviewIntake PeopleOver(TestDatabase test)
        => new(test.Database, new(test.Database, test.Clock), new(test.Database, new(test.Database, test.Clock)), new(test.Database), test.Clock);

    /// <summary>A bench; walks take their time from <paramref name="clock"/>, or from that of the database.</summary>
    public static async Task<ServeBench> CreateAsync(string database = "sqlite", PredictionOptions? options = null, TimeProvider? clock = null)
    {
        var test = await TestDatabase.CreateAsync(database);
        var bench = new ServeBench(test, options ?? new(), clock ?? test.Clock);
        await new ProjectStore(bench.Database, bench.Clock).SaveAsync(Mail, Cancellation);
        return bench;
    }

    /// <summary>A labeller that can't be opened.</summary>
    public void Break(string labeller, Fault fault) => _labellers[labeller] = fault;

    public void Mend(ILabeller labeller) => _labellers[labeller.Name] = Success.Of(labeller);

    /// <summary>Makes a route over these tiers live; the last is the reference.</summary>
    public async Task<StoredRoute> GoLiveAsync(params (string Tier, ILabeller Labeller, double? Threshold)[] tiers)
    {
        foreach (var (_, labeller, _) in tiers) Mend(labeller);
        var stored = await Routes.SaveAsync(RouteOver(tiers), Cancellation);
        await Routes.MakeLiveAsync("mail", stored.Hash, "test", Cancellation);
        return stored;
    }

    /// <summary>Makes a route live whose tiers have prices and times; the last is the reference.</summary>
    public async Task<StoredRoute> GoLiveAsync(params PricedTier[] tiers)
    {
        foreach (var tier in tiers) Mend(tier.Labeller);
        var route = RouteOver([.. tiers.Select(tier => (tier.Tier, tier.Labeller, tier.Threshold))]);
        var stored = await Routes.SaveAsync(
            route with { Steps = [.. route.Steps.Zip(tiers, (step, tier) => step with { CostPerCallUsd = tier.CostUsd, LatencyP95Ms = tier.P95Ms })] }, Cancellation);
        await Routes.MakeLiveAsync("mail", stored.Hash, "test", Cancellation);
        return stored;
    }

    public static Route RouteOver(params (string Tier, ILabeller Labeller, double? Threshold)[] tiers)
    {
        var steps = tiers.Select(tier => new RouteStep(tier.Tier, tier.Labeller.Name, tier.Labeller.Version, tier.Threshold, 0)).ToList();
        var labels = Mail.Labels.Select(label => label.Name).ToList();
        var policy = RoutingPolicy.ByConfidence(LabelSpace.Of(labels.Count), [.. tiers.Select(tier => tier.Threshold)]);
        return new(
            Mail, 1, steps, new(policy), labels, new(steps[^1].Tier, steps[^1].Labeller, steps[^1].LabellerVersion, 0.002m), null, new string('d', 64),
            new(RouteCertificate.Nothing(new(), "Made by hand.") with { State = CertificateState.Certified }, [], null, null, []));
    }

    public async ValueTask DisposeAsync()
    {
        Predictor.Dispose();
        await _test.DisposeAsync();
    }

    public Task<Outcome<ILabeller>> OpenAsync(Project project, string datasetHash, string labeller, CancellationToken cancellation)
    {
        Opened++;
        return Task.FromResult(_labellers[labeller]);
    }
}

/// <summary>A tier of a route, with what its calls are expected to cost and to take.</summary>
internal sealed record PricedTier(string Tier, ILabeller Labeller, double? Threshold, decimal? CostUsd = 0, double? P95Ms = null);
