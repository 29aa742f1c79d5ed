using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HybridAi.Benchmarks.Gateway;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Llm;
using HybridAi.Llm.Prompts;
using HybridAi.Llm.Providers;
using HybridAi.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Benchmarks.Labelling;

/// <summary>How many records a second the labelling stage gets through when answers cost no time, journal, ledger and budgets included.</summary>
internal static class LabellingCommand
{
    private const string Model = "replayed";

    private static readonly Project Mail = new(
        "mail", ProjectKind.TextClassification, "text", "label", null, [], null, [new("bill", "invoices"), new("login", "signing in")], new());

    public static async Task<int> RunAsync(CommandOptions options, TextWriter output)
    {
        var (records, concurrency) = (options.Number("--records", 100_000), options.Number("--concurrency", 64));
        await using var state = await GatewayState.CreateAsync();
        var store = new RecordStore(state.Database, TimeProvider.System);
        foreach (var page in Enumerable.Range(1, records).Select(Item).Chunk(1_000)) await store.AddAsync(Mail.Name, page, CancellationToken.None);
        var answers = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(answers, Enumerable.Range(1, records).Select(Answer));
            using var catalogue = Catalogue(state, answers);
            var prompts = PromptLibrary.Load(Path.Combine(AppContext.BaseDirectory, "prompts")).Value;
            var labeller = new ChatLabeller(
                $"recorded:{Model}", catalogue.Find(Model).Value, prompts.Find(ChatLabeller.PromptName(Mail.Kind)).Value, Mail, "labelling");
            var stage = new LabellingStage(new(state.Database, store), new(state.Database), new LabellingRunStore(state.Database), TimeProvider.System);
            // The file is read at the first call, which is none of the stage's work.
            await labeller.ProposeAsync(new LabelRequest("warm", "warm", Text(1)), CancellationToken.None);

            GC.Collect();
            var (before, most, start) = (GC.GetTotalMemory(forceFullCollection: true), 0L, Stopwatch.GetTimestamp());
            using var watch = new Timer(_ => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false)), null, 0, 100);
            var run = await stage.RunAsync(Mail.Name, labeller, null, concurrency, null, CancellationToken.None);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            GC.Collect();
            var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Labelled:N0} of {run.Planned:N0} labelled, {run.Failed} failed, in {seconds:F1} s: {run.Labelled / seconds:N0} a second at {concurrency} in flight. Heap {before >> 20} MB before, {most >> 20} MB at most, {kept >> 10} KB kept."));
            return run.Labelled == records ? 0 : 1;
        }
        finally
        {
            File.Delete(answers);
        }
    }

    private static ModelCatalogue Catalogue(GatewayState state, string answers)
    {
        var settings = new LlmOptions();
        settings.Models[Model] = new ModelOptions { Provider = RecordedProvider.MemberName, Model = Model, AnswersFile = answers };
        return new(settings, new ChatProviders([new RecordedProvider()]), state.Ledger, TimeProvider.System, NullLoggerFactory.Instance, budgets: state.Book, cache: state.Cache());
    }

    private static string Text(int number) => $"item-{number}: where is my invoice for the parcel that I sent last week? I can't find it in the account.";

    private static string Answer(int number) => JsonSerializer.Serialize(
        new { text = Text(number), answers = new Dictionary<string, object> { [Model] = new { label = number % 2 == 0 ? "bill" : "login", confidence = 0.9, costUsd = 0.0001, latencyMs = 100 } } });

    private static Record Item(int number) => new(
        $"item-{number}", Text(number), new Dictionary<string, string>(), null, ContentHash.Of(Text(number)), ContentHash.Of(Text(number)), null, "items", number);
}
