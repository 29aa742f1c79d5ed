using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Storage;
using HybridAi.Tests.Curate;
using HybridAi.Tests.Llm.Loopback;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>A project that is labelled by a model on a faulty server, with ledger, budget, cache and a clock that jumps over all waits.</summary>
internal sealed class FaultBench : IAsyncDisposable
{
    public const decimal InputUsd = 2;
    public const decimal OutputUsd = 10;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    // The clock jumps over waits up to this; a slow token takes less than what is then left until the timeout.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(22);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);
    private readonly LlmFixture _fixture;
    private readonly BudgetBook _book;
    private readonly ModelCatalogue _catalogue;
    private readonly Watch _watch;

    private FaultBench(LoopbackOpenAi server, LlmFixture fixture, bool streams, int seed, double share)
    {
        (Server, _fixture) = (server, fixture);
        _book = new(fixture.Database, new BudgetOptions(), fixture.Clock);
        var options = LlmFixture.Served(server.Endpoint);
        (options.TimeoutSeconds, options.InputUsdPerMillion, options.OutputUsdPerMillion, options.Retry) = ((int)Timeout.TotalSeconds, InputUsd, OutputUsd, new());
        options.CircuitBreaker = new CircuitBreakerOptions { MinimumCalls = 10_000 }; // Nobody moves the clock on while a circuit is open.
        _catalogue = new(
            new LlmOptions { Models = new() { ["large"] = options } }, LlmFixture.Providers, fixture.Ledger, fixture.Clock, fixture.Logs,
            budgets: _book, cache: new CacheStore(fixture.Database, new CacheOptions(), fixture.Clock));
        var model = _catalogue.Find("large").Value;
        _watch = new Watch(model.Client);
        Labeller = new ChatLabeller(
            "llm:large", model with { Client = streams ? new ByStreaming(_watch) : _watch }, LlmFixture.Prompts.Find(ChatLabeller.PromptName(CurateBench.Project.Kind)).Value,
            CurateBench.Project, "labelling", LlmFixture.Prompts.Find(ChatLabeller.RepairPromptName).Value);
        Plan = new LoopbackFaultPlan(
            server, seed, share,
            slowness: () =>
            {
                fixture.Clock.Advance(Slow);
                return Task.CompletedTask;
            },
            arrival: () => _watch.Seen,
            retryAfter: TimeSpan.FromSeconds(7),
            hangs: () => fixture.Clock.Advance(Timeout));
        server.CountsTokens = true;
        server.Always(Plan.ServeAsync);
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public LoopbackOpenAi Server { get; }

    public LoopbackFaultPlan Plan { get; }

    public ChatLabeller Labeller { get; }

    public LabelStore Labels => new(_fixture.Database);

    public static async Task<FaultBench> CreateAsync(bool streams, int seed = 1, double share = 0)
    {
        var bench = new FaultBench(await LoopbackOpenAi.StartAsync(), await LlmFixture.CreateAsync(), streams, seed, share);
        _ = (await new BudgetStore(bench._fixture.Database, bench._book, bench._fixture.Clock).SetAsync(new(Budget, 1_000), Cancellation)).Value;
        return bench;
    }

    /// <summary>Labels items one after another: while one call is under way, the clock may jump over its waits and over its timeout.</summary>
    public async Task<LabellingRun> LabelAsync(int items)
    {
        var records = new RecordStore(_fixture.Database, _fixture.Clock);
        await records.AddAsync(CurateBench.Project.Name, [.. Enumerable.Range(1, items).Select(Item)], Cancellation);
        var run = new LabellingStage(new(_fixture.Database, records), new(_fixture.Database), new(_fixture.Database), _fixture.Clock)
            .RunAsync(CurateBench.Project.Name, Labeller, null, concurrency: 1, null, Cancellation);
        await _fixture.Clock.RunAsync(run, LongestWait);
        return await run;
    }

    public async Task<BudgetState> BudgetAsync() => (await _book.FindAsync(Budget, Cancellation)).ShouldNotBeNull();

    public Task<IReadOnlyList<LedgerEntry>> LinesAsync() => _fixture.Ledger.ReadAsync(CurateBench.Project.Name, LedgerKind.ModelCall, Cancellation);

    public async ValueTask DisposeAsync()
    {
        _catalogue.Dispose();
        _fixture.Dispose();
        await Server.DisposeAsync();
    }

    private static BudgetName Budget => new(BudgetScope.Project, CurateBench.Project.Name, BudgetPeriod.Month);

    private static HybridAi.Curate.Ingestion.Record Item(int number) => CurateBench.Record($"item-{number}", $"item-{number}: where is my invoice?");

    /// <summary>Tells when the first piece of an answer has come through the gateway.</summary>
    private sealed class Watch(IChatClient inner) : DelegatingChatClient(inner)
    {
        private TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                if (update.Text.Length > 0) _seen.TrySetResult();
                yield return update;
            }
        }
    }
}
