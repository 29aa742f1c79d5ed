using System.Diagnostics;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Providers;
using HybridAi.Tests.Llm;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Benchmarks.Gateway;

/// <summary>
/// <c>gateway-memory [--calls N]</c>: what the gateway keeps of its calls, with ledger, budget and cache, every other call streamed, over HTTP
/// and a server in a process of its own. Managed heap after a full collection and resident size at each tenth; lines fitted to them from the
/// second tenth on, when pools and caches are filled. Fails where one climbs faster than its limit.
/// </summary>
/// <remarks>No limit a minute is set: with one, the calls of the last minute are remembered, and a run of a minute would see nothing else.</remarks>
internal static class MemoryCommand
{
    private const int Tenths = 10;
    private const int InFlight = 64;
    private const int KeptAnswers = 1_000;

    // The smallest object takes 24 bytes: half of that a call, and not even one is kept every second call.
    private const double MostHeapBytesPerCall = 12;

    // The system gives and takes memory in pages, for buffers and code too: ten megabytes in 100,000 calls.
    private const double MostResidentBytesPerCall = 100;

    public static async Task<int> RunAsync(CommandOptions options, TextWriter output)
    {
        var calls = options.Number("--calls", 100_000);
        await using var server = await LoopbackProcess.StartAsync(TimeSpan.Zero);
        await using var state = await GatewayState.CreateAsync();
        _ = (await state.Budgets.SetAsync(new Budget(new BudgetName(BudgetScope.Project, "memory", BudgetPeriod.Month), 1_000_000), CancellationToken.None)).Value;
        var settings = new LlmOptions();
        settings.Models["large"] = new ModelOptions
        {
            Provider = "openai", Model = "served-model", Endpoint = server.Endpoint, InputUsdPerMillion = 2, OutputUsdPerMillion = 10,
        };
        using var catalogue = new ModelCatalogue(
            settings, new ChatProviders([new OpenAiProvider()]), state.Ledger, TimeProvider.System, NullLoggerFactory.Instance, budgets: state.Book,
            cache: state.Cache(KeptAnswers));
        var whole = catalogue.Find("large").Value.Client;
        var streamed = new ByStreaming(whole);

        output.WriteLine($"{calls} calls, {InFlight} in flight, every other one streamed; ledger, budget and cache of {KeptAnswers} answers");
        output.WriteLine($"{"calls",10}{"heap MB",12}{"resident MB",14}{"seconds",10}");
        var (heap, resident) = (new List<(double, double)>(), new List<(double, double)>());
        var start = Stopwatch.GetTimestamp();
        for (var tenth = 1; tenth <= Tenths; tenth++)
        {
            var (from, to) = (calls / Tenths * (tenth - 1), calls / Tenths * tenth);
            await Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = InFlight }, CallAsync);
            var (managed, size) = Measure();
            output.WriteLine(FormattableString.Invariant($"{to,10}{managed / 1e6,12:F2}{size / 1e6,14:F1}{Stopwatch.GetElapsedTime(start).TotalSeconds,10:F1}"));
            if (tenth == 1) continue;
            heap.Add((to, managed));
            resident.Add((to, size));
        }

        var held = Holds("managed heap", heap, MostHeapBytesPerCall) & Holds("resident size", resident, MostResidentBytesPerCall);
        return held ? 0 : 1;

        async ValueTask CallAsync(int call, CancellationToken cancellation)
        {
            var text = $"Where is my parcel {call}?";
            var asked = new ChatOptions { Temperature = 0, MaxOutputTokens = 50 };
            new CallContext("memory", "labelling", "run-1", $"record-{call}", text).AttachTo(asked);
            await (call % 2 == 0 ? whole : streamed).GetResponseAsync([new ChatMessage(ChatRole.User, text)], asked, cancellation);
        }

        bool Holds(string what, IReadOnlyList<(double X, double Y)> points, double most)
        {
            var slope = Trend.Slope(points);
            output.WriteLine(FormattableString.Invariant($"{what}: {slope:F1} bytes a call (at most {most:F0}): {(slope <= most ? "holds" : "FAILS")}"));
            return slope <= most;
        }
    }

    private static (long Managed, long Resident) Measure()
    {
        for (var again = 0; again < 2; again++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var self = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true), self.WorkingSet64);
    }
}
