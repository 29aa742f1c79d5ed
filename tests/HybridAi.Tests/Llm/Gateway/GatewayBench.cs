using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Storage;
using HybridAi.Tests.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>The gateway around a fake model, over an empty database.</summary>
internal sealed class GatewayBench : IAsyncDisposable
{
    public static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello")];

    private readonly GatewayMetrics _metrics = new();

    private GatewayBench(TestDatabase test)
    {
        Test = test;
        (Book, Ledger) = (new(test.Database, Budgets, test.Clock), new(test.Database));
        Store = new(test.Database, Book, test.Clock);
        Cache = new(test.Database, CacheOptions, test.Clock);
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>No second attempt and no waiting, unless a test wants them.</summary>
    public static ModelOptions Priced { get; } = PricedModel(2, 10);

    /// <summary>Ten times as dear.</summary>
    public static ModelOptions Dear { get; } = PricedModel(20, 100);

    public BudgetOptions Budgets { get; } = new() { LeaseSeconds = 60 };

    public CacheOptions CacheOptions { get; } = new() { MaxAnswers = 5, MaxAnswerCharacters = 100 };

    public TestDatabase Test { get; }

    public TestClock Clock => Test.Clock;

    public BudgetBook Book { get; }

    public BudgetStore Store { get; }

    public CacheStore Cache { get; }

    public Ledger Ledger { get; }

    public LogCatcher Logs { get; } = new();

    public FakeModel Model { get; } = new();

    public static async Task<GatewayBench> CreateAsync(string database = "sqlite") => new(await TestDatabase.CreateAsync(database));

    /// <summary>The gateway around the model.</summary>
    public IChatClient Client(
        bool budgets = true, bool cache = false, ModelOptions? options = null, IChatClient? model = null, string alias = "large", BudgetBook? book = null,
        IChatClient? other = null, SemanticCache? semantic = null)
    {
        var pipeline = new ModelPipeline(Ledger, Clock, Logs, _metrics, new Jitter(1), budgets ? book ?? Book : null, cache ? Cache : null, semantic: semantic);
        var (settings, way) = (options ?? Priced, pipeline.Around(model ?? Model, alias, options ?? Priced));
        return pipeline.InFront(way, alias, settings, name => new ModelWay<IChatClient>(name, Dear, pipeline.Around(other!, name, Dear)));
    }

    public static CallContext Call(string project = "mail", string? key = null, string? tenant = null, string request = "run-1")
        => new(project, "labelling", request, "r1", "Hello") { Key = key, Tenant = tenant };

    public static ChatOptions Options(CallContext? call = null, int? maxOutput = 200, float? temperature = 0)
    {
        var options = new ChatOptions { MaxOutputTokens = maxOutput, Temperature = temperature };
        (call ?? Call()).AttachTo(options);
        return options;
    }

    public async Task<BudgetName> CapAsync(
        decimal usd, string name = "mail", BudgetScope scope = BudgetScope.Project, BudgetPeriod period = BudgetPeriod.Day)
    {
        var budget = new BudgetName(scope, name, period);
        (await Store.SetAsync(new(budget, usd), Cancellation)).Fault.ShouldBeNull();
        return budget;
    }

    public async Task<BudgetState> StateAsync(BudgetName name) => (await Book.FindAsync(name, Cancellation)).ShouldNotBeNull();

    /// <summary>Spent, assumed and reserved.</summary>
    public async Task<(decimal Spent, decimal Assumed, decimal Reserved)> FiguresAsync(BudgetName name)
    {
        var state = await StateAsync(name);
        return (state.SpentUsd, state.AssumedUsd, state.ReservedUsd);
    }

    public Task<IReadOnlyList<LedgerEntry>> LinesAsync(string project = "mail") => Ledger.ReadAsync(project, LedgerKind.ModelCall, Cancellation);

    public static ModelOptions PricedModel(decimal? input, decimal? output, int attempts = 1, params string[] failover) => new()
    {
        Provider = "openai", Model = "served", InputUsdPerMillion = input, OutputUsdPerMillion = output, Failover = failover,
        Retry = new() { MostAttempts = attempts, BaseDelayMilliseconds = 1 }, Concurrency = new() { Least = 500, Initial = 500, Most = 500 },
    };

    public async ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        await Test.DisposeAsync();
    }
}
