using System.Diagnostics;
using HybridAi.Tests.Llm;
using HybridAi.Tests.Llm.Loopback;

namespace HybridAi.Benchmarks.Gateway;

/// <summary>
/// <c>gateway-faults [--calls N] [--share S] [--seed N]</c>: labelling runs of N items against a loopback server that fails a share of its
/// calls by every kind of fault in turn, whole and streamed; one that bills what it never sent; and one whose process is killed midway and
/// started again. Fails where an item is lost or paid twice, or where the ledger is not the server's own bill to the cent.
/// </summary>
internal static class FaultsCommand
{
    private const decimal Cent = 0.01m;
    private const int UnseenEvery = 10;

    public static async Task<int> RunAsync(CommandOptions options, TextWriter output)
    {
        var (items, share, seed) = (options.Number("--calls", 10_000), options.Share("--share", 0.10), options.Number("--seed", 1));
        var verdict = new Verdict(output);
        foreach (var streams in new[] { false, true })
        {
            verdict.Head($"{items} items, {share:P0} of the calls fail, {(streams ? "streamed" : "whole")} answers");
            await using var server = await LoopbackOpenAi.StartAsync();
            var plan = Plan(server, seed, share);
            var found = await RunAsync(server, items, streams);
            verdict.Say("faults met", $"{plan.Injected.Values.Sum()} of {plan.Injected.Count} kinds, {plan.Injected.Values.Min()} to {plan.Injected.Values.Max()} each");
            found.Items(verdict, items);
            verdict.Check("ledger against the server's bill, within a cent", $"{found.Ledger - found.Bill:+0.000000;-0.000000;0} USD", Math.Abs(found.Ledger - found.Bill) < Cent);
            found.Money(verdict);
        }

        verdict.Head($"{items / 10} items at a server that bills one answer in {UnseenEvery} without sending any of it");
        await using (var server = await LoopbackOpenAi.StartAsync())
        {
            var calls = 0;
            var plan = Plan(server, seed, share: 0);
            server.Always(call => Interlocked.Increment(ref calls) % UnseenEvery == 0 ? LoopbackFaults.CutBeforeFirstToken(call) : plan.ServeAsync(call));
            var found = await RunAsync(server, items / 10, streams: false);
            found.Items(verdict, items / 10);
            verdict.Check("such calls, each a line of unknown cost", $"{calls / UnseenEvery}", found.UnknownLines == calls / UnseenEvery);
            verdict.Say("the bill is above the ledger by", $"{found.Bill - found.Ledger:F6} USD");
            found.Money(verdict);
        }

        await KilledRun.RunAsync(items, share, seed, verdict);
        return verdict.Holds ? 0 : 1;
    }

    /// <summary>The plan by which a server fails in real time.</summary>
    public static LoopbackFaultPlan Plan(LoopbackOpenAi server, int seed, double share)
    {
        var plan = new LoopbackFaultPlan(
            server, seed, share,
            slowness: () => Task.Delay(TimeSpan.FromMilliseconds(LabellingBench.SlowMilliseconds)),
            arrival: () => Task.Delay(TimeSpan.FromMilliseconds(50)),
            retryAfter: TimeSpan.FromMilliseconds(LabellingBench.RetryAfterMilliseconds));
        server.CountsTokens = true;
        server.Always(plan.ServeAsync);
        return plan;
    }

    private static async Task<FaultRun> RunAsync(LoopbackOpenAi server, int items, bool streams)
    {
        await using var state = await GatewayState.CreateAsync();
        using var bench = new LabellingBench(state, server.Endpoint, streams);
        await bench.AddAsync(items);
        var start = Stopwatch.GetTimestamp();
        await bench.LabelAsync();
        return await FaultRun.OfAsync(bench, server.Account, Stopwatch.GetElapsedTime(start));
    }
}
