using System.Globalization;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Providers;
using HybridAi.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Benchmarks.Gateway;

/// <summary>
/// <c>gateway [--calls N] [--latency MS] [--over http]</c>: what the pipeline adds to a call, with the ledger alone and with budgets and the answer cache as well,
/// over a provider in this process and SQLite on this disk, beside the provider alone in the same run. No call is answered by the cache: each
/// is looked up and kept.
/// </summary>
internal static class GatewayCommand
{
    private const int Many = 200;
    private const int Labelling = 64;

    public static async Task<int> RunAsync(IReadOnlyList<string> options, TextWriter output)
    {
        var given = options.Chunk(2).ToDictionary(pair => pair[0], pair => pair[^1]);
        var calls = int.Parse(given.GetValueOrDefault("--calls", "10000"), CultureInfo.InvariantCulture);
        if (given.GetValueOrDefault("--over") == "http") return await GatewayOverHttp.RunAsync(new CommandOptions(options), output);
        var latency = TimeSpan.FromMilliseconds(int.Parse(given.GetValueOrDefault("--latency", "50"), CultureInfo.InvariantCulture));
        var provider = new DelayedProvider(latency);
        var directory = Directory.CreateTempSubdirectory("hybridai-gateway-");
        try
        {
            await using var database = new SqliteDatabase(Path.Combine(directory.FullName, "state.db"));
            await new Migrator(database, TimeProvider.System).MigrateAsync(CancellationToken.None);
            var ledger = new Ledger(database);
            var book = new BudgetBook(database, new BudgetOptions(), TimeProvider.System);
            await CapAsync(new BudgetStore(database, book, TimeProvider.System));
            using var plain = Catalogue(provider, ledger);
            using var capped = Catalogue(provider, ledger, book, new CacheStore(database, new CacheOptions(), TimeProvider.System));
            var (wide, adaptive) = (plain.Find("wide").Value.Client, plain.Find("adaptive").Value.Client);
            var (whole, wholeAdaptive) = (capped.Find("wide").Value.Client, capped.Find("adaptive").Value.Client);
            foreach (var warm in new IChatClient[] { provider, wide, whole }) await Load.OfAsync(warm, 2_000, Many, latency);

            output.WriteLine(FormattableString.Invariant($"{calls} calls, provider {latency.TotalMilliseconds:0} ms, {Environment.ProcessorCount} cores"));
            output.WriteLine($"{"",-44}{"p50 ms",10}{"p99 ms",10}{"bytes",10}{"seconds",10}{"ratio",10}");
            await LineAsync($"provider alone, {Many} in flight", provider, Many);
            await LineAsync($"ledger, {Many} in flight", wide, Many);
            await LineAsync($"ledger, budgets, cache, {Many} in flight", whole, Many);
            await LineAsync($"provider alone, {Labelling} in flight", provider, Labelling);
            await LineAsync($"ledger, {Labelling} in flight", wide, Labelling);
            await LineAsync($"ledger, {Labelling} in flight, limit from 8 up", adaptive, Labelling);
            await LineAsync($"ledger, budgets, cache, {Labelling} in flight", whole, Labelling);
            await LineAsync("the same, limit from 8 up", wholeAdaptive, Labelling);
            var lines = await ledger.ReadAsync(Load.Project, LedgerKind.ModelCall, CancellationToken.None);
            output.WriteLine(FormattableString.Invariant($"ledger lines {lines.Count}, all ok: {lines.All(line => line.Outcome == "ok")}"));
            return 0;

            // The ratio: time taken over calls × latency / in flight.
            async Task LineAsync(string name, IChatClient client, int inFlight)
            {
                var load = await Load.OfAsync(client, calls, inFlight, latency);
                var ideal = calls * latency / inFlight;
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name,-44}{load.P50Millis,10:F3}{load.P99Millis,10:F3}{load.AllocatedBytes,10:F0}{load.Elapsed.TotalSeconds,10:F2}{load.Elapsed / ideal,10:F3}"));
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task CapAsync(BudgetStore budgets)
    {
        foreach (var (scope, name) in new[] { (BudgetScope.Project, Load.Project), (BudgetScope.Key, Load.Key), (BudgetScope.Tenant, Load.Tenant) })
            _ = (await budgets.SetAsync(new Budget(new BudgetName(scope, name, BudgetPeriod.Day), 1_000_000), CancellationToken.None)).Value;
    }

    private static ModelCatalogue Catalogue(DelayedProvider provider, Ledger ledger, BudgetBook? budgets = null, CacheStore? cache = null)
    {
        ModelOptions Model(ConcurrencyOptions concurrency) => new()
        {
            Provider = provider.Name, Model = "delayed-1", InputUsdPerMillion = 0.2m, OutputUsdPerMillion = 0.8m,
            RateLimit = new RateLimitOptions { RequestsPerMinute = 10_000_000, TokensPerMinute = int.MaxValue }, Concurrency = concurrency,
        };
        var options = new LlmOptions();
        options.Models["wide"] = Model(new() { Least = 256, Initial = 256, Most = 256 });
        options.Models["adaptive"] = Model(new());
        return new ModelCatalogue(options, new ChatProviders([provider]), ledger, TimeProvider.System, NullLoggerFactory.Instance, budgets: budgets, cache: cache);
    }
}
