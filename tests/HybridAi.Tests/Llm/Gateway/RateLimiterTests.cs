using FsCheck;
using FsCheck.Fluent;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using static HybridAi.Tests.Llm.Gateway.ScriptedChatClient;

namespace HybridAi.Tests.Llm.Gateway;

public sealed class RateLimiterTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);
    private readonly ManualClock _clock = new();
    private readonly GatewayMetrics _metrics = new();

    [Fact]
    public void Never_more_than_the_limit_in_any_window_and_first_come_first_served()
        => Prop.ForAll(
            Gen.Choose(1, 20).ToArbitrary(),
            Gen.Choose(50, 400).ToArbitrary(),
            Gen.Zip(Gen.Choose(0, 15_000), Gen.Choose(1, 50)).ListOf(60).ToArbitrary(),
            (requests, tokens, arrivals) =>
            {
                var clock = new ManualClock();
                using var limiter = new RateLimiter("large", new RateLimitOptions { RequestsPerMinute = requests, TokensPerMinute = tokens }, clock, _metrics);
                var waiting = new List<Task<RatePermit>>();
                foreach (var (milliseconds, amount) in arrivals)
                {
                    clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
                    waiting.Add(limiter.EnterAsync(amount, Long, CancellationToken.None).AsTask());
                }

                while (limiter.Waiting > 0) clock.Advance(TimeSpan.FromMilliseconds(500));
                var granted = Task.WhenAll(waiting).GetAwaiter().GetResult().Select((permit, i) => (permit.At, Amount: arrivals[i].Item2)).ToList();
                granted.Zip(granted.Skip(1)).ShouldAllBe(pair => pair.First.At <= pair.Second.At);
                foreach (var (at, _) in granted)
                {
                    var window = granted.Where(other => other.At >= at && other.At < at + TimeSpan.TicksPerMinute).ToList();
                    window.Count.ShouldBeLessThanOrEqualTo(requests);
                    window.Sum(other => other.Amount).ShouldBeLessThanOrEqualTo(tokens);
                }
            }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_free_limit_lets_through_at_once_and_no_later_than_needed()
    {
        using var limiter = Limiter(new() { RequestsPerMinute = 2 });
        await limiter.EnterAsync(0, Long, Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await limiter.EnterAsync(0, Long, Cancellation);
        var third = limiter.EnterAsync(0, Long, Cancellation).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(49));
        limiter.Waiting.ShouldBe(1);
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await third).At.ShouldBe(_clock.GetTimestamp());
    }

    [Fact]
    public async Task A_small_call_does_not_overtake_a_large_one()
    {
        using var limiter = Limiter(new() { TokensPerMinute = 100 });
        await limiter.EnterAsync(90, Long, Cancellation);
        var large = limiter.EnterAsync(100, Long, Cancellation).AsTask();
        var small = limiter.EnterAsync(1, Long, Cancellation).AsTask();
        limiter.Waiting.ShouldBe(2);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await large;
        limiter.Waiting.ShouldBe(1);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await small;
    }

    [Fact]
    public async Task Who_leaves_the_line_makes_room_for_those_behind()
    {
        using var limiter = Limiter(new() { TokensPerMinute = 100 });
        using var cancellation = new CancellationTokenSource();
        await limiter.EnterAsync(90, Long, Cancellation);
        var large = limiter.EnterAsync(100, Long, cancellation.Token).AsTask();
        var small = limiter.EnterAsync(10, Long, Cancellation).AsTask();

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(large);
        (await small).At.ShouldBe(_clock.GetTimestamp());
    }

    [Fact]
    public async Task A_call_larger_than_the_limit_is_refused_with_the_reason()
    {
        using var limiter = Limiter(new() { TokensPerMinute = 100 });
        var refused = await Should.ThrowAsync<ModelCallException>(async () => await limiter.EnterAsync(101, Long, Cancellation));
        refused.Fault.Code.ShouldBe(ModelFaults.TooLarge);
        refused.Fault.Kind.ShouldBe(FaultKind.BadInput);
        refused.Fault.Reason.ShouldContain("101");
    }

    [Fact]
    public async Task Patience_ends_in_a_refusal_that_says_when_there_is_room()
    {
        using var limiter = Limiter(new() { RequestsPerMinute = 1 });
        await limiter.EnterAsync(0, Long, Cancellation);

        var atOnce = await Should.ThrowAsync<ModelCallException>(async () => await limiter.EnterAsync(0, TimeSpan.FromSeconds(30), Cancellation));
        atOnce.Fault.Code.ShouldBe(ModelFaults.RateLimitWait);
        atOnce.RetryAfter!.Value.Delay.ShouldBe(TimeSpan.FromSeconds(60));

        var first = limiter.EnterAsync(0, TimeSpan.FromSeconds(60), Cancellation).AsTask();
        var second = limiter.EnterAsync(0, TimeSpan.FromSeconds(60), Cancellation).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(60));
        await first;
        (await Should.ThrowAsync<ModelCallException>(second)).Fault.Code.ShouldBe(ModelFaults.RateLimitWait);
    }

    [Fact]
    public async Task The_line_is_bounded()
    {
        using var limiter = Limiter(new() { RequestsPerMinute = 1, MostWaiting = 1 });
        await limiter.EnterAsync(0, Long, Cancellation);
        var waiting = limiter.EnterAsync(0, Long, Cancellation).AsTask();
        (await Should.ThrowAsync<ModelCallException>(async () => await limiter.EnterAsync(0, Long, Cancellation))).Fault.Code.ShouldBe(ModelFaults.Busy);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await waiting;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_pause_that_one_refusal_asks_for_holds_back_all(bool streams)
    {
        var provider = new ScriptedChatClient(Fails(ModelFaults.RateLimited, TimeSpan.FromSeconds(20)), Says());
        using var client = Limited(provider, new());
        var start = _clock.GetUtcNow();
        await Should.ThrowAsync<ModelCallException>(client.CallAsync(streams));
        await client.CallAsync(_clock, streams);
        (_clock.GetUtcNow() - start).ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_spent_allowance_in_the_headers_holds_back_until_its_reset(bool streams)
    {
        using var client = Limited(new ScriptedChatClient(Says(limits: new(0, TimeSpan.FromSeconds(6), 5, TimeSpan.FromSeconds(50))), Says()), new());
        var start = _clock.GetUtcNow();
        await client.CallAsync(streams);
        await client.CallAsync(_clock, streams);
        (_clock.GetUtcNow() - start).ShouldBe(TimeSpan.FromSeconds(6));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task True_tokens_take_the_place_of_the_estimate(bool streams)
    {
        // Estimated at 506 each: two would not fit, but each truly takes 15.
        using var client = Limited(new ScriptedChatClient(Says()), new() { TokensPerMinute = 600 });
        for (var i = 0; i < 5; i++) await client.CallAsync(streams);
    }

    [Fact]
    public async Task A_caller_may_have_less_patience_than_the_settings()
    {
        using var client = Limited(new ScriptedChatClient(Says()), new() { RequestsPerMinute = 1 });
        await client.CallAsync(streams: false);
        var options = LlmFixture.Options();
        CallPatience.AttachTo(options, TimeSpan.Zero);
        (await Should.ThrowAsync<ModelCallException>(client.CallAsync(streams: false, options))).Fault.Code.ShouldBe(ModelFaults.RateLimitWait);
    }

    [Fact]
    public async Task A_call_that_an_open_circuit_stopped_gives_its_permit_back()
    {
        using var client = Limited(new ScriptedChatClient(Fails(ModelFaults.CircuitOpen), Says()), new() { RequestsPerMinute = 1 });
        await Should.ThrowAsync<ModelCallException>(client.CallAsync(streams: false));
        await client.CallAsync(streams: false);
    }

    public void Dispose() => _metrics.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RateLimiter Limiter(RateLimitOptions options) => new("large", options, _clock, _metrics);

    private GuardedChatClient Limited(ScriptedChatClient provider, RateLimitOptions options) => new(provider, new RateLimitDoor(Limiter(options), options, _clock));
}
