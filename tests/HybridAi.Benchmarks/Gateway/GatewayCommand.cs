using System.Globalization;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Providers;
using HybridAi.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Benchmarks.Gateway;

/// <summary>
/// <c>gateway [--calls N] [--latency MS] [--over http]</c>: what the whole pipeline adds to a call, over a provider in this process and a SQLite ledger
/// on this disk, beside the provider alone in the same run.
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
            var database = new SqliteDatabase(Path.Combine(directory.FullName, "state.db"));
            await new Migrator(database, TimeProvider.System).MigrateAsync(CancellationToken.None);
            var ledger = new Ledger(database);
            using var catalogue = Catalogue(provider, ledger);
            var (wide, adaptive) = (catalogue.Find("wide").Value.Client, catalogue.Find("adaptive").Value.Client);
            foreach (var warm in new IChatClient[] { provider, wide }) await Load.OfAsync(warm, 2_000, Many, latency);

            output.WriteLine(FormattableString.Invariant($"{calls} calls, provider {latency.TotalMilliseconds:0} ms, {Environment.ProcessorCount} cores"));
            output.WriteLine($"{"",-44}{"p50 ms",10}{"p99 ms",10}{"bytes",10}{"seconds",10}{"ratio",10}");
            await LineAsync($"provider alone, {Many} in flight", provider, Many);
            await LineAsync($"pipeline, {Many} in flight", wide, Many);
            await LineAsync($"provider alone, {Labelling} in flight", provider, Labelling);
            await LineAsync($"pipeline, {Labelling} in flight", wide, Labelling);
            await LineAsync($"pipeline, {Labelling} in flight, limit from 8 up", adaptive, Labelling);
            var lines = await ledger.ReadAsync("benchmark", LedgerKind.ModelCall, CancellationToken.None);
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

    private static ModelCatalogue Catalogue(DelayedProvider provider, Ledger ledger)
    {
        ModelOptions Model(ConcurrencyOptions concurrency) => new()
        {
            Provider = provider.Name, Model = "delayed-1", InputUsdPerMillion = 0.2m, OutputUsdPerMillion = 0.8m,
            RateLimit = new RateLimitOptions { RequestsPerMinute = 10_000_000, TokensPerMinute = int.MaxValue }, Concurrency = concurrency,
        };
        var options = new LlmOptions();
        options.Models["wide"] = Model(new() { Least = 256, Initial = 256, Most = 256 });
        options.Models["adaptive"] = Model(new());
        return new ModelCatalogue(options, new ChatProviders([provider]), ledger, TimeProvider.System, NullLoggerFactory.Instance);
    }
}
