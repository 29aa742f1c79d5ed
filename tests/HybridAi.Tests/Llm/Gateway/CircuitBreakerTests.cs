using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using static HybridAi.Tests.Llm.Gateway.ScriptedChatClient;

namespace HybridAi.Tests.Llm.Gateway;

public sealed class CircuitBreakerTests : IDisposable
{
    private static readonly CircuitBreakerOptions Options = new() { MinimumCalls = 4, FailureRatio = 0.5, SamplingSeconds = 30, BreakSeconds = 15, Probes = 2 };
    private readonly ManualClock _clock = new();
    private readonly GatewayMetrics _metrics = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_opens_at_the_ratio_refuses_until_then_and_closes_after_its_probes(bool streams)
    {
        var provider = new ScriptedChatClient(
            Says(), Fails(ModelFaults.Unavailable), Says(), Fails(ModelFaults.Timeout), Says());
        var breaker = Breaker();
        var client = new GuardedChatClient(provider, new CircuitDoor(breaker));
        for (var call = 1; call <= 4; call++)
            if (call % 2 == 0) await Should.ThrowAsync<ModelCallException>(client.CallAsync(streams));
            else await client.CallAsync(streams);

        breaker.State.ShouldBe(CircuitState.Open);
        var refused = await Should.ThrowAsync<ModelCallException>(client.CallAsync(streams));
        refused.Fault.Code.ShouldBe("model-circuit-open");
        refused.Fault.Reason.ShouldContain("2026-03-02T09:00:15.000Z");
        refused.RetryAfter!.Value.Delay.ShouldBe(TimeSpan.FromSeconds(15));
        refused.Measure!.CostUsd.ShouldBe(0);
        provider.Calls.ShouldBe(4);

        _clock.Advance(TimeSpan.FromSeconds(15));
        await client.CallAsync(streams);
        breaker.State.ShouldBe(CircuitState.HalfOpen);
        await client.CallAsync(streams);
        breaker.State.ShouldBe(CircuitState.Closed);
    }

    [Fact]
    public void Few_calls_say_nothing_and_old_ones_are_forgotten()
    {
        var breaker = Breaker();
        for (var i = 0; i < 3; i++) breaker.Leave(breaker.Enter(), failed: true);
        breaker.State.ShouldBe(CircuitState.Closed);
        _clock.Advance(TimeSpan.FromSeconds(31));
        breaker.Leave(breaker.Enter(), failed: true);
        breaker.State.ShouldBe(CircuitState.Closed);
    }

    [Fact]
    public void Only_so_many_probes_go_out_and_a_failed_one_opens_it_again()
    {
        var breaker = Opened();
        _clock.Advance(TimeSpan.FromSeconds(15));
        var (first, _) = (breaker.Enter(), breaker.Enter());
        Should.Throw<ModelCallException>(() => breaker.Enter()).Fault.Code.ShouldBe(ModelFaults.CircuitOpen);
        breaker.Leave(first, failed: true);
        breaker.State.ShouldBe(CircuitState.Open);
        breaker.Refusal()!.RetryAfter!.Value.Delay.ShouldBe(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void A_probe_that_says_nothing_makes_room_for_another()
    {
        var breaker = Opened();
        _clock.Advance(TimeSpan.FromSeconds(15));
        for (var i = 0; i < 5; i++) breaker.Leave(breaker.Enter(), failed: null);
        breaker.State.ShouldBe(CircuitState.HalfOpen);
        breaker.Leave(breaker.Enter(), failed: false);
        breaker.Leave(breaker.Enter(), failed: false);
        breaker.State.ShouldBe(CircuitState.Closed);
    }

    [Fact]
    public void News_from_before_it_opened_are_old()
    {
        var breaker = Breaker();
        var slow = breaker.Enter();
        for (var i = 0; i < 4; i++) breaker.Leave(breaker.Enter(), failed: true);
        _clock.Advance(TimeSpan.FromSeconds(15));
        var probe = breaker.Enter();
        breaker.Leave(slow, failed: true);
        breaker.State.ShouldBe(CircuitState.HalfOpen);
        breaker.Leave(probe, failed: false);
    }

    [Theory]
    [InlineData(ModelFaults.RateLimited)]
    [InlineData("model-refused-request")]
    [InlineData("model-unauthorized")]
    public async Task A_model_that_is_full_or_refuses_a_request_is_no_trouble(string code)
    {
        var breaker = Breaker();
        var client = new GuardedChatClient(new ScriptedChatClient(Fails(code)), new CircuitDoor(breaker));
        for (var i = 0; i < 20; i++) await Should.ThrowAsync<ModelCallException>(client.CallAsync(streams: false));
        breaker.State.ShouldBe(CircuitState.Closed);
    }

    [Fact]
    public async Task Streams_that_break_after_their_first_words_count_as_failed()
    {
        var breaker = Breaker();
        var client = new GuardedChatClient(new ScriptedChatClient(BreaksAfter("hel")), new CircuitDoor(breaker));
        for (var i = 0; i < 4; i++) await Should.ThrowAsync<ModelCallException>(client.CallAsync(streams: true));
        breaker.State.ShouldBe(CircuitState.Open);
    }

    [Fact]
    public async Task The_door_turns_away_before_anybody_waits_and_takes_no_probe()
    {
        var breaker = Opened();
        var door = new GuardedChatClient(new GuardedChatClient(new ScriptedChatClient(Says()), new CircuitDoor(breaker)), new CircuitFrontDoor(breaker));
        (await Should.ThrowAsync<ModelCallException>(door.CallAsync(streams: false))).Fault.Code.ShouldBe(ModelFaults.CircuitOpen);
        _clock.Advance(TimeSpan.FromSeconds(15));
        await door.CallAsync(streams: false);
        await door.CallAsync(streams: true);
        breaker.State.ShouldBe(CircuitState.Closed);
    }

    public void Dispose() => _metrics.Dispose();

    private CircuitBreaker Breaker() => new("large", Options, _clock, _metrics);

    private CircuitBreaker Opened()
    {
        var breaker = Breaker();
        for (var i = 0; i < 4; i++) breaker.Leave(breaker.Enter(), failed: true);
        breaker.State.ShouldBe(CircuitState.Open);
        return breaker;
    }
}
