using System.Diagnostics;
using HybridAi.Benchmarks.Gateway;
using HybridAi.Curate.Projects;
using HybridAi.Learning.Routing;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Prediction;
using HybridAi.Serve.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Benchmarks.Routing;

/// <summary>
/// <c>routing-decision [--rows N] [--rounds N]</c>: what a routed prediction costs beside its tiers: one decision after one, and after all but one of the policy's
/// tiers have answered, and a whole walk over tiers that answer at once; for 12 tiers with 4 and with 77 labels.
/// </summary>
internal static class DecisionCommand
{
    private const int Tiers = 12;
    private const int WarmUp = 20_000;

    public static async Task<int> RunAsync(CommandOptions options, TextWriter output)
    {
        var (rows, rounds) = (options.Number("--rows", 2_000), options.Number("--rounds", 100_000));
        foreach (var labels in (int[])[4, 77])
        {
            var drawn = DrawnTiers.Draw(rows, Tiers, labels, seed: 1);
            // The safe end of the family asks most tiers.
            var policy = PolicyFamily.Make(drawn.ToRows(), Tiers - 1, Showing.HeldOut, null, null, CancellationToken.None).Policy(4);
            output.WriteLine($"{labels} labels, policy over tiers {string.Join(", ", policy.Tiers)}");
            output.WriteLine($"  {"",-24}{"p50 µs",10}{"p99 µs",10}{"bytes",10}");
            var (one, many) = (Replies(drawn, policy, 1), Replies(drawn, policy, policy.Tiers.Count - 1));
            Line(output, "decision after one", Measure(rounds, i => policy.Next(one[i % one.Length], 0.1)));
            Line(output, "decision after most", Measure(rounds, i => policy.Next(many[i % many.Length], 0.1)));
            Line(output, "foresight after most", Measure(rounds, i => policy.Foresee(many[i % many.Length], 0.1, policy.Tiers[^1])));
            var walk = new RouteWalk(Live(drawn, policy, labels), Payer.Project, new(TimeProvider.System, NullLogger.Instance), new(), TimeProvider.System);
            var walks = await MeasureAsync(rounds, async i => (await walk.RunAsync("run", "row", Row(i), WalkBounds.None, CancellationToken.None)).Reason.Count);
            Line(output, "whole walk", (walks.P50, walks.P99, walks.Bytes));
            output.WriteLine(FormattableString.Invariant($"  tiers asked a walk: {walks.Sum / (double)rounds:0.00}"));

            string Row(int i) => drawn.Names[i % drawn.Names.Length];
        }

        return 0;
    }

    private static TierReply?[][] Replies(DrawnTiers drawn, RoutingPolicy policy, int count)
        => [.. Enumerable.Range(0, drawn.Gold.Length).Select(row =>
        {
            var replies = new TierReply?[Tiers];
            foreach (var tier in policy.Tiers.Take(count)) replies[tier] = drawn.Replies[tier][row];
            return replies;
        })];

    private static LiveRoute Live(DrawnTiers drawn, RoutingPolicy policy, int labels)
    {
        string[] names = [.. Enumerable.Range(0, labels).Select(label => $"label {label}")];
        var settings = new RouteSettings();
        var steps = drawn.Replies.Select((_, tier) => (
            Step: new RouteStep($"tier {tier}", $"fake:{tier}", "1", null, tier / 100_000m), Labeller: new DrawnLabeller(drawn, tier, names))).ToList();
        var project = new Project(
            "drawn", ProjectKind.TextClassification, "text", null, null, [], null, [.. names.Select(name => new LabelDefinition(name, name))], new());
        var last = steps[^1].Step;
        var route = new Route(
            project, 1, [.. steps.Select(step => step.Step)], new(policy), names, new(last.Tier, last.Labeller, last.LabellerVersion, last.CostPerCallUsd), null, "drawn",
            new(RouteCertificate.Nothing(settings, "Drawn."), [], null, null, []));
        return new(
            route.Hash(), route, [.. steps.Select(step => new LiveStep(step.Step, step.Labeller))], new(1, route.Hash(), null, "drawn", new Dictionary<string, string>()), default);
    }

    private static (double P50, double P99, double Bytes) Measure<T>(int rounds, Func<int, T> work)
    {
        for (var i = 0; i < WarmUp; i++) work(i);
        var times = new long[rounds];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < rounds; i++)
        {
            var began = Stopwatch.GetTimestamp();
            work(i);
            times[i] = Stopwatch.GetTimestamp() - began;
        }

        return Summary(times, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static async Task<(double P50, double P99, double Bytes, long Sum)> MeasureAsync(int rounds, Func<int, ValueTask<int>> work)
    {
        for (var i = 0; i < WarmUp; i++) await work(i);
        var (times, sum) = (new long[rounds], 0L);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < rounds; i++)
        {
            var began = Stopwatch.GetTimestamp();
            sum += await work(i);
            times[i] = Stopwatch.GetTimestamp() - began;
        }

        var (p50, p99, bytes) = Summary(times, GC.GetTotalAllocatedBytes(precise: true) - before);
        return (p50, p99, bytes, sum);
    }

    private static (double P50, double P99, double Bytes) Summary(long[] times, long bytes)
    {
        Array.Sort(times);
        return (At(0.5), At(0.99), bytes / (double)times.Length);

        double At(double share) => Stopwatch.GetElapsedTime(0, times[(int)(share * (times.Length - 1))]).TotalMicroseconds;
    }

    private static void Line(TextWriter output, string what, (double P50, double P99, double Bytes) figures)
        => output.WriteLine(FormattableString.Invariant($"  {what,-24}{figures.P50,10:0.00}{figures.P99,10:0.00}{figures.Bytes,10:0}"));
}
