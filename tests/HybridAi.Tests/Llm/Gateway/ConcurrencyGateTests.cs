using FsCheck;
using FsCheck.Fluent;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using static HybridAi.Tests.Llm.Gateway.ScriptedChatClient;

namespace HybridAi.Tests.Llm.Gateway;

public sealed class ConcurrencyGateTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);
    private readonly ManualClock _clock = new();
    private readonly GatewayMetrics _metrics = new();

    [Fact]
    public void Never_more_than_the_limit_are_under_way_and_who_came_first_goes_first()
        => Prop.ForAll(Gen.Choose(1, 8).ToArbitrary(), Gen.Elements(true, true, false).ListOf(80).ToArbitrary(), (limit, steps) =>
        {
            var gate = Gate(limit, mostWaiting: 1000);
            var callers = new List<Task>();
            var (entered, left) = (0, 0);
            foreach (var comes in steps)
            {
                if (comes) callers.Add(gate.EnterAsync(Long, CancellationToken.None).AsTask());
                else if (left < entered)
                {
                    gate.Leave();
                    left++;
                }

                entered = callers.Count - gate.Waiting;
                (entered - left).ShouldBeLessThanOrEqualTo(limit);
                if (gate.Waiting > 0) (entered - left).ShouldBe(limit, "nobody waits beside a free place");
                Task.WaitAll(callers.Take(entered)); // Those who came first, and they alone.
                callers.Skip(entered).ShouldAllBe(waiting => !waiting.IsCompleted);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task The_line_is_bounded_and_patience_ends()
    {
        var gate = Gate(limit: 1, mostWaiting: 1);
        await gate.EnterAsync(Long, Cancellation);
        var waiting = gate.EnterAsync(TimeSpan.FromSeconds(5), Cancellation).AsTask();
        (await Should.ThrowAsync<ModelCallException>(async () => await gate.EnterAsync(Long, Cancellation))).Fault.Code.ShouldBe("model-busy");

        _clock.Advance(TimeSpan.FromSeconds(5));

        (await Should.ThrowAsync<ModelCallException>(waiting)).Fault.Code.ShouldBe("model-busy");
        gate.Leave();
        await gate.EnterAsync(TimeSpan.Zero, Cancellation);
    }

    [Fact]
    public async Task Who_is_cancelled_leaves_the_line()
    {
        var gate = Gate(limit: 1, mostWaiting: 2);
        using var cancellation = new CancellationTokenSource();
        await gate.EnterAsync(Long, Cancellation);
        var first = gate.EnterAsync(Long, cancellation.Token).AsTask();
        var second = gate.EnterAsync(Long, Cancellation).AsTask();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        gate.Leave();
        await second;
    }

    [Fact]
    public async Task A_stream_keeps_its_place_until_its_reader_is_done()
    {
        var gate = Gate(limit: 1, mostWaiting: 0);
        var client = new GuardedChatClient(new ScriptedChatClient(Says(), BreaksAfter("hel"), Says()), new ConcurrencyDoor(gate, Long));
        await using (var updates = client.GetStreamingResponseAsync(Calls.Hello, cancellationToken: Cancellation).GetAsyncEnumerator(Cancellation))
        {
            await updates.MoveNextAsync();
            await Should.ThrowAsync<ModelCallException>(client.CallAsync(streams: false));
        }

        await Should.ThrowAsync<ModelCallException>(client.CallAsync(streams: true));
        await client.CallAsync(streams: true);
    }

    public void Dispose() => _metrics.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ConcurrencyGate Gate(int limit, int mostWaiting)
        => new("large", new AdaptiveLimit(new() { Least = limit, Initial = limit, Most = limit }, _clock), mostWaiting, _clock, _metrics);
}
