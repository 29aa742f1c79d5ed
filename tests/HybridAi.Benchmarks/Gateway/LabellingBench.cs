using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Prompts;
using HybridAi.Llm.Providers;
using HybridAi.Storage;
using HybridAi.Tests.Llm;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Benchmarks.Gateway;

/// <summary>A project of numbered items that a model of a loopback server labels, through the product's own stage and gateway.</summary>
internal sealed class LabellingBench : IDisposable
{
    public const decimal InputUsd = 2;
    public const decimal OutputUsd = 10;
    public const int InFlight = 64;
    public const int RetryAfterMilliseconds = 50;
    public const int SlowMilliseconds = 200;
    private const int TimeoutSeconds = 2;

    private static readonly Project Mail = new(
        "mail", ProjectKind.TextClassification, "text", "label", null, [], null, [new("bill", "invoices"), new("login", "signing in")], new());

    private static readonly BudgetName Month = new(BudgetScope.Project, Mail.Name, BudgetPeriod.Month);
    private readonly GatewayState _state;
    private readonly ModelCatalogue _catalogue;
    private readonly ChatLabeller _labeller;

    public LabellingBench(GatewayState state, Uri endpoint, bool streams)
    {
        _state = state;
        var settings = new LlmOptions();
        settings.Models["large"] = new ModelOptions
        {
            Provider = "openai", Model = "served-model", Endpoint = endpoint, InputUsdPerMillion = InputUsd, OutputUsdPerMillion = OutputUsd,
            TimeoutSeconds = TimeoutSeconds, Retry = new RetryOptions { BaseDelayMilliseconds = 100 },
            // A server that fails at random looks full to the limit: left alone it would find the least.
            Concurrency = new ConcurrencyOptions { Least = 48, Initial = InFlight, Most = InFlight },
        };
        _catalogue = new ModelCatalogue(
            settings, new ChatProviders([new OpenAiProvider()]), state.Ledger, TimeProvider.System, NullLoggerFactory.Instance, budgets: state.Book, cache: state.Cache());
        var prompts = PromptLibrary.Load(Path.Combine(AppContext.BaseDirectory, "prompts")).Value;
        var model = _catalogue.Find("large").Value;
        _labeller = new ChatLabeller(
            "llm:large", streams ? model with { Client = new ByStreaming(model.Client) } : model, prompts.Find(ChatLabeller.PromptName(Mail.Kind)).Value, Mail,
            "labelling", prompts.Find(ChatLabeller.RepairPromptName).Value);
    }

    private LabelStore Labels => new(_state.Database);

    public async Task AddAsync(int items)
    {
        _ = (await _state.Budgets.SetAsync(new Budget(Month, 1_000_000), CancellationToken.None)).Value;
        var records = new RecordStore(_state.Database, TimeProvider.System);
        foreach (var page in Enumerable.Range(1, items).Select(Item).Chunk(1_000)) await records.AddAsync(Mail.Name, page, CancellationToken.None);
    }

    public Task<LabellingRun> LabelAsync() => new LabellingStage(
            new LabellingBacklog(_state.Database, new RecordStore(_state.Database, TimeProvider.System)), new LabellingJournal(_state.Database), new LabellingRunStore(_state.Database), TimeProvider.System)
        .RunAsync(Mail.Name, _labeller, null, InFlight, null, CancellationToken.None);

    public Task<IReadOnlyDictionary<string, Label>> LabelledAsync() => Labels.OfVersionAsync(Mail.Name, _labeller, CancellationToken.None);

    public Task<IReadOnlyList<LedgerEntry>> LinesAsync() => _state.Ledger.ReadAsync(Mail.Name, LedgerKind.ModelCall, CancellationToken.None);

    public async Task<BudgetState> BudgetAsync() => (await _state.Book.FindAsync(Month, CancellationToken.None))!;

    public void Dispose() => _catalogue.Dispose();

    private static Record Item(int number)
    {
        var text = $"item-{number}: where is my invoice?";
        return new($"item-{number}", text, new Dictionary<string, string>(), null, ContentHash.Of(text), ContentHash.Of(text), null, "items", number);
    }
}
