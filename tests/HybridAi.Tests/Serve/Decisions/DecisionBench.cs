using HybridAi.Curate.Labelling;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Prediction;
using HybridAi.Serve.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Tests.Serve.Decisions;

/// <summary>A predictor whose decisions are logged, and all that reads the log.</summary>
internal sealed class DecisionBench : IAsyncDisposable
{
    private DecisionBench(ServeBench serve)
    {
        Serve = serve;
        Settings.AuditShare = 1;
        Decisions = new(serve.Database, serve.Routes, serve.Clock);
        Audits = new(serve.Database, serve.Clock);
        Log = new(serve.Database, Settings, serve.Clock);
        WhatIf = new(Decisions, Audits, serve.Routes);
        Runner = AnotherRunner();
    }

    public ServeBench Serve { get; }

    public DecisionOptions Settings => Serve.DecisionSettings;

    public DecisionLog Log { get; }

    public DecisionStore Decisions { get; }

    public AuditStore Audits { get; }

    public AuditRunner Runner { get; }

    public WhatIf WhatIf { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Every decision is audited, unless a test sets it otherwise.</summary>
    public static async Task<DecisionBench> CreateAsync(string database = "sqlite") => new(await ServeBench.CreateAsync(database));

    /// <summary>A runner as another process would have one, after the first one died.</summary>
    public AuditRunner AnotherRunner()
        => new(Audits, Decisions, Serve.Routes, Serve.OpenAsync, Serve.People, Settings, Serve.Clock, NullLogger<AuditRunner>.Instance);

    public async Task<Decision> PredictAsync(string text, string id = "r1")
    {
        await Serve.Predictor.PredictAsync("mail", [new(id, text)], Cancellation);
        return (await Decisions.PageAsync("mail", null, 1, Cancellation))[0];
    }

    public async Task PredictManyAsync(int count)
        => await Serve.Predictor.PredictAsync("mail", [.. Enumerable.Range(0, count).Select(i => new PredictionRequest($"r{i}", $"text {i}"))], Cancellation);

    public async Task AuditAllAsync()
    {
        while (await Runner.RunDueAsync(Cancellation) > 0)
        {
        }
    }

    public async Task<Audit> AuditOfAsync(Decision decision) => (await Audits.FindAsync("mail", decision.Id, Cancellation)).ShouldNotBeNull();

    public async Task<StoredRoute> SaveAsync(params (string Tier, ILabeller Labeller, double? Threshold)[] tiers)
        => await Serve.Routes.SaveAsync(ServeBench.RouteOver(tiers), Cancellation);

    public async ValueTask DisposeAsync()
    {
        Runner.Dispose();
        await Serve.DisposeAsync();
    }
}
