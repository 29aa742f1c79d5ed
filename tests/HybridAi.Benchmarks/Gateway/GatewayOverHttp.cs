using System.Globalization;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Providers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Benchmarks.Gateway;

/// <summary>
/// <c>gateway --over http [--calls N] [--latency MS] [--in-flight N]</c>: the pipeline over the real OpenAI client and a loopback server in a
/// process of its own, beside that client alone in the same run. <c>added</c> is a call's time outside of the provider's client, measured call
/// by call: it holds all that the pipeline does and waits for, and none of the connection, the server or the parsing of its answer.
/// <c>call</c> is all of it, to be held against the client alone.
/// </summary>
internal static class GatewayOverHttp
{
    private const int Labelling = 64;

    public static async Task<int> RunAsync(CommandOptions options, TextWriter output)
    {
        var (calls, many) = (options.Number("--calls", 10_000), options.Number("--in-flight", 200));
        var latency = TimeSpan.FromMilliseconds(options.Number("--latency", 50));
        await using var server = await LoopbackProcess.StartAsync(latency);
        await using var state = await GatewayState.CreateAsync();
        var provider = new TimedProvider(new OpenAiProvider());
        var model = new ModelOptions
        {
            Provider = provider.Name, Model = "served-model", Endpoint = server.Endpoint, InputUsdPerMillion = 0.2m, OutputUsdPerMillion = 0.8m,
            RateLimit = new RateLimitOptions { RequestsPerMinute = 10_000_000, TokensPerMinute = int.MaxValue },
            Concurrency = new ConcurrencyOptions { Least = 256, Initial = 256, Most = 256 },
        };
        var settings = new LlmOptions { Models = new() { ["wide"] = model } };
        using var catalogue = new ModelCatalogue(settings, new ChatProviders([provider]), state.Ledger, TimeProvider.System, NullLoggerFactory.Instance);
        var (bare, pipeline) = (provider.Create("wide", model).Value, catalogue.Find("wide").Value.Client);
        foreach (var warm in new[] { bare, pipeline }) await Load.OfAsync(warm, 2_000, many, latency);

        output.WriteLine(FormattableString.Invariant($"{calls} calls over HTTP, server {latency.TotalMilliseconds:0} ms, {Environment.ProcessorCount} cores with the server's process"));
        output.WriteLine($"{"",-36}{"added p50",11}{"added p99",11}{"call p50",11}{"call p99",11}{"seconds",10}{"ratio",10}");
        foreach (var inFlight in new[] { many, Labelling })
        {
            await LineAsync($"client alone, {inFlight} in flight", bare, inFlight);
            await LineAsync($"pipeline, {inFlight} in flight", pipeline, inFlight);
        }

        output.WriteLine("milliseconds; ratio: seconds over calls × latency / in flight");
        return 0;

        async Task LineAsync(string name, IChatClient client, int inFlight)
        {
            var load = await Load.OfAsync(client, calls, inFlight, latency);
            var ideal = calls * latency / inFlight;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-36}{load.P50Millis,11:F3}{load.P99Millis,11:F3}{load.Call.P50,11:F2}{load.Call.P99,11:F2}{load.Elapsed.TotalSeconds,10:F2}{load.Elapsed / ideal,10:F3}"));
        }
    }
}
