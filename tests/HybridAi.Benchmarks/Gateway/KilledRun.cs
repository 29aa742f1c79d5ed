using System.Diagnostics;
using HybridAi.Tests.Llm;

namespace HybridAi.Benchmarks.Gateway;

/// <summary>
/// A labelling run whose process is killed midway and started once more. What is possible: a call that was under way when its process died
/// may have been answered and billed with nobody left to keep the answer, so it may be paid twice, and the ledger can't have its line. No
/// more than that: an answer is kept before its caller goes on, and the next run finds it there.
/// </summary>
internal static class KilledRun
{
    public static async Task RunAsync(int items, double share, int seed, Verdict verdict)
    {
        verdict.Head($"{items} items, the process killed midway and started once more");
        await using var server = await LoopbackOpenAi.StartAsync();
        FaultsCommand.Plan(server, seed, share);
        var directory = Directory.CreateTempSubdirectory("hybridai-killed-");
        try
        {
            await using var state = await GatewayState.CreateAsync(directory.FullName);
            using var bench = new LabellingBench(state, server.Endpoint, streams: false);
            await bench.AddAsync(items);

            var start = Stopwatch.GetTimestamp();
            using var first = Start(server, directory.FullName);
            var served = 0;
            while ((served = server.Account.Lines.Count(call => call.Served is not null)) < items / 2 && !first.HasExited) await Task.Delay(50);
            var killed = !first.HasExited;
            first.Kill();
            await first.WaitForExitAsync();
            var before = await bench.LabelledAsync();

            using var second = Start(server, directory.FullName);
            await second.WaitForExitAsync();
            var found = await FaultRun.OfAsync(bench, server.Account, Stopwatch.GetElapsedTime(start));

            var lost = before.Values.Count(label => label.Value is not null && found.Labels.GetValueOrDefault(label.RecordId) != label);
            var ended = found.Labels.Values.Count(label => label.Value is not null || label.Reason.Length > 0);
            verdict.Check("killed midway: usable answers out; labels journalled", $"{served}; {before.Values.Count(label => label.Value is not null)}", killed && served < items);
            verdict.Check("labels lost", $"{lost}", lost == 0);
            verdict.Check("items that ended after the second run", $"{ended} of {items}", second.ExitCode == 0 && ended == items);
            verdict.Say("answers kept but not journalled: taken from the cache", $"{found.Lines.Count(line => line.Outcome == "cache-hit")}");
            var twice = server.Account.PaidTwice().Count;
            verdict.Check($"paid twice, at most the {LabellingBench.InFlight} that were under way", $"{twice}", twice <= LabellingBench.InFlight);
            verdict.Say("bill above the ledger: calls whose process died", $"{found.Bill - found.Ledger:F6} USD");
            verdict.Check("budget: spent and still reserved cover the bill", $"{found.Budget.SpentUsd + found.Budget.ReservedUsd:F6} USD", found.Budget.SpentUsd + found.Budget.ReservedUsd >= found.Bill);
            verdict.Say("seconds", $"{found.Elapsed.TotalSeconds:F1}");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>The process that is killed: labels what has no label yet.</summary>
    public static async Task<int> LabelAsync(CommandOptions options)
    {
        await using var state = await GatewayState.CreateAsync(options.Text("--directory"));
        using var bench = new LabellingBench(state, new Uri(options.Text("--endpoint")), streams: false);
        await bench.LabelAsync();
        return 0;
    }

    private static Process Start(LoopbackOpenAi server, string directory)
        => OwnProcess.Start("labels", "--endpoint", server.Endpoint.ToString(), "--directory", directory);
}
