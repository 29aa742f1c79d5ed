using System.Collections.Concurrent;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Prompts;
using HybridAi.Llm.Providers;
using HybridAi.Storage;
using HybridAi.Tests.Curate.Labelling;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace HybridAi.Tests.Llm;

/// <summary>A gateway with a ledger of its own, a clock that stands still, and all that was logged.</summary>
internal sealed class LlmFixture : IDisposable
{
    public const string Key = "sk-Secret0Key0That0Must0Not0Show";
    public const string KeyVariable = "TEST_MODEL_KEY";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("hybridai-llm-");

    private LlmFixture()
    {
        Database = new SqliteDatabase(Path.Combine(_directory.FullName, "state.db"));
        Ledger = new Ledger(Database);
    }

    public SqliteDatabase Database { get; }

    public Ledger Ledger { get; }

    public ManualClock Clock { get; } = new();

    public LogCatcher Logs { get; } = new();

    public static PromptLibrary Prompts { get; } = PromptLibrary.Load(SampleData.InRepository("prompts")).Value;

    public static async Task<LlmFixture> CreateAsync()
    {
        var fixture = new LlmFixture();
        await new Migrator(fixture.Database, fixture.Clock).MigrateAsync(TestContext.Current.CancellationToken);
        return fixture;
    }

    public ModelCatalogue Catalogue(params (string Alias, ModelOptions Options)[] models) => new(
        new LlmOptions { Models = models.ToDictionary(model => model.Alias, model => model.Options) },
        Providers, Ledger, Clock, Logs, Embeddings);

    /// <summary>A model behind a server, called once and never again, unless its settings are changed.</summary>
    public Model OpenAi(Uri endpoint, bool priced = true) => Catalogue(("large", Served(endpoint, priced))).Find("large").Value;

    public static ModelOptions Served(Uri endpoint, bool priced = true) => new()
    {
        Provider = "openai", Model = "served-model", Endpoint = endpoint, ApiKeyVariable = KeyVariable, TimeoutSeconds = 30,
        InputUsdPerMillion = priced ? 2 : null, OutputUsdPerMillion = priced ? 10 : null, Retry = new() { MostAttempts = 1 },
    };

    public static ChatProviders Providers => new([OpenAiProvider, AzureProvider, new RecordedProvider()]);

    public static EmbeddingProviders Embeddings => new([OpenAiProvider, AzureProvider, new HashedNGramProvider()]);

    private static OpenAiProvider OpenAiProvider => new(ReadVariable);

    private static AzureOpenAiProvider AzureProvider => new(ReadVariable, _ => throw new InvalidOperationException("No test needs a real token."));

    private static string? ReadVariable(string name) => name == KeyVariable ? Key : null;

    public async Task<IReadOnlyList<LedgerEntry>> LinesAsync() => await Ledger.ReadAsync("desk", LedgerKind.ModelCall, CancellationToken.None);

    public static ChatOptions Options(string input = "the text")
    {
        var options = new ChatOptions { Temperature = 0 };
        new CallContext("desk", "labelling", "run-1", "record-1", input).AttachTo(options);
        return options;
    }

    public static EmbeddingGenerationOptions EmbeddingOptions()
    {
        var options = new EmbeddingGenerationOptions();
        new CallContext("desk", "embedding", "run-1", null, "").AttachTo(options);
        return options;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}

/// <summary>Keeps every line that is logged, at every level.</summary>
internal sealed class LogCatcher : ILoggerFactory, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => Lines.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
