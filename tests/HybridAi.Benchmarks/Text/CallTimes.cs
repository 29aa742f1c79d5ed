using System.Diagnostics;

namespace HybridAi.Benchmarks.Text;

/// <summary>Time per call over a list of inputs, call by call, after a warm-up.</summary>
internal sealed record CallTimes(double P50Micros, double P99Micros, double AllocatedBytes)
{
    public static CallTimes Of(IReadOnlyList<string> inputs, int rounds, Action<string> call)
    {
        for (var round = 0; round < Math.Max(rounds / 4, 3); round++)
            foreach (var input in inputs)
                call(input);

        var ticks = new long[inputs.Count * rounds];
        var at = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < rounds; round++)
            for (var i = 0; i < inputs.Count; i++)
            {
                var start = Stopwatch.GetTimestamp();
                call(inputs[i]);
                ticks[at++] = Stopwatch.GetTimestamp() - start;
            }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(ticks);
        return new CallTimes(Micros(ticks, 0.50), Micros(ticks, 0.99), (double)allocated / ticks.Length);
    }

    private static double Micros(long[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))] * 1e6 / Stopwatch.Frequency;
}
