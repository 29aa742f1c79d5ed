using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>The gateway around a fake embedding model, beside the one for chats: the same budgets, ledger and clock.</summary>
internal sealed class EmbeddingBench : IAsyncDisposable
{
    private readonly GatewayMetrics _metrics = new();

    private EmbeddingBench(GatewayBench shared) => (Shared, Vectors) = (shared, new(shared.Test.Database, shared.CacheOptions, shared.Clock));

    public GatewayBench Shared { get; }

    public VectorStore Vectors { get; }

    public FakeEmbedder Model { get; } = new();

    public static async Task<EmbeddingBench> CreateAsync(string database = "sqlite") => new(await GatewayBench.CreateAsync(database));

    /// <summary>A model at 1,000 dollars a million: a token is a tenth of a cent.</summary>
    public static ModelOptions Settings(int textsPerCall = 128, int attempts = 1, int? context = null, params string[] failover) => new()
    {
        Kind = ModelKind.Embedding, Provider = "openai", Model = "served", InputUsdPerMillion = 1_000, TextsPerCall = textsPerCall, Failover = failover,
        ContextTokens = context, Retry = new() { MostAttempts = attempts, BaseDelayMilliseconds = 1 },
        Concurrency = new() { Least = 500, Initial = 500, Most = 500 },
    };

    public IEmbeddingGenerator<string, Embedding<float>> Generator(
        ModelOptions? options = null, bool cache = true, BudgetBook? book = null, IEmbeddingGenerator<string, Embedding<float>>? model = null,
        IEmbeddingGenerator<string, Embedding<float>>? other = null)
    {
        var settings = options ?? Settings();
        var pipeline = new ModelPipeline(
            Shared.Ledger, Shared.Clock, Shared.Logs, _metrics, new Jitter(1), book ?? Shared.Book, vectors: cache ? Vectors : null);
        return pipeline.InFront(
            pipeline.Around(model ?? Model, "embed", settings), "embed", settings,
            name => new ModelWay<IEmbeddingGenerator<string, Embedding<float>>>(name, Settings(), pipeline.Around(other!, name, Settings())));
    }

    public static EmbeddingGenerationOptions Options(CallContext? call = null)
    {
        var options = new EmbeddingGenerationOptions();
        (call ?? GatewayBench.Call()).AttachTo(options);
        return options;
    }

    public async Task<IReadOnlyList<string>> OutcomesAsync() => [.. (await Shared.LinesAsync()).Select(line => line.Outcome)];

    public async ValueTask DisposeAsync()
    {
        _metrics.Dispose();
        await Shared.DisposeAsync();
    }
}
