using System.Diagnostics;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;

namespace HybridAi.Benchmarks.Gateway;

/// <summary>Calls made with so many in flight, and what they took beyond the provider's own time.</summary>
internal sealed record Load(TimeSpan Elapsed, double P50Millis, double P99Millis, double AllocatedBytes)
{
    public const string Project = "benchmark";
    public const string Key = "key-1";
    public const string Tenant = "tenant-1";

    /// <summary>Median and 99th percentile of the whole call, in milliseconds.</summary>
    public required (double P50, double P99) Call { get; init; }

    private static readonly ChatMessage Instruction = new(ChatRole.System, "Label the text.");

    public static async Task<Load> OfAsync(IChatClient client, int calls, int inFlight, TimeSpan latency)
    {
        var (added, whole) = (new long[calls], new long[calls]);
        var next = -1;
        var before = GC.GetTotalAllocatedBytes();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(caller => Task.Run(() => WorkAsync(caller))));
        var elapsed = Stopwatch.GetElapsedTime(start);
        var allocated = GC.GetTotalAllocatedBytes() - before;
        Array.Sort(added);
        Array.Sort(whole);
        return new Load(elapsed, Millis(added, 0.50), Millis(added, 0.99), (double)allocated / calls)
        {
            Call = (Millis(whole, 0.50), Millis(whole, 0.99)),
        };

        async Task WorkAsync(int caller)
        {
            // Callers of a real service don't come in step: in step, each wave would measure its own burst.
            await Task.Delay(latency * caller / inFlight);
            while (Interlocked.Increment(ref next) is var call && call < calls)
            {
                var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 50 };
                // No text twice, or the cache would answer.
                var text = $"Where is my parcel {start}-{call}?";
                new CallContext(Project, "labelling", "run-1", $"record-{call}", text) { Key = Key, Tenant = Tenant }.AttachTo(options);
                ChatMessage[] messages = [Instruction, new(ChatRole.User, text)];
                var from = Stopwatch.GetTimestamp();
                var response = await client.GetResponseAsync(messages, options);
                whole[call] = Stopwatch.GetTimestamp() - from;
                added[call] = whole[call] - DelayedProvider.OwnTicks(response);
            }
        }
    }

    private static double Millis(long[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))] * 1e3 / Stopwatch.Frequency;
}
