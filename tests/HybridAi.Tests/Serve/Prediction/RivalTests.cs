using HybridAi.Llm.Gateway;
using HybridAi.Serve.Prediction;
using HybridAi.Tests.Llm;

namespace HybridAi.Tests.Serve.Prediction;

public class RivalTests
{
    private readonly ManualClock _clock = new();
    private readonly SlowLabeller _small = new("llm:small", heedsItsToken: true);
    private readonly SlowLabeller _large = new("llm:large", heedsItsToken: true);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_late_tier_gets_the_next_as_a_rival_and_the_first_answer_that_may_stand_wins()
    {
        await using var bench = await BenchAsync();
        var answering = OneAsync(bench, new(MaxLatencyMs: 2_000));
        await _small.Asked.Task;
        _clock.Advance(TimeSpan.FromMilliseconds(299));
        _large.Asked.Task.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await _large.Asked.Task;
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        _large.Answer("login", 0.9, 0.003m, TimeSpan.FromMilliseconds(200));

        var answer = await answering;

        (answer.Label, answer.Tier, answer.Degraded, _small.Cut).ShouldBe(("login", "large-llm", null, true));
        // What the call that was cut off is billed nobody knows.
        (answer.CostUsd, answer.Latency).ShouldBe((null, TimeSpan.FromMilliseconds(500)));
        answer.Reason.Select(step => step.Why).ShouldBe(["cancelled: large-llm had answered before it", "nothing further to ask: the answer stands"]);
    }

    [Fact]
    public async Task A_late_tier_that_is_first_after_all_stands_and_its_rival_is_cancelled()
    {
        await using var bench = await BenchAsync();
        var answering = OneAsync(bench, new(MaxLatencyMs: 2_000));
        await _small.Asked.Task;
        _clock.Advance(TimeSpan.FromMilliseconds(300));
        await _large.Asked.Task;
        _small.Answer("bill", 0.9, 0.0003m, TimeSpan.FromMilliseconds(300));

        var answer = await answering;

        (answer.Label, answer.Tier, answer.Degraded, _large.Cut).ShouldBe(("bill", "small-llm", null, true));
        answer.Reason.Select(step => (step.Tier, step.Stopped)).ShouldBe([("small-llm", true), ("large-llm", false)]);
    }

    [Fact]
    public async Task An_unsure_answer_waits_for_the_rival_and_both_are_booked()
    {
        await using var bench = await BenchAsync();
        var answering = OneAsync(bench, new(MaxLatencyMs: 2_000));
        await _small.Asked.Task;
        _clock.Advance(TimeSpan.FromMilliseconds(300));
        await _large.Asked.Task;
        _small.Answer("bill", 0.5, 0.0003m, TimeSpan.FromMilliseconds(300));
        _large.Answer("login", 0.9, 0.003m, TimeSpan.FromMilliseconds(300));

        var answer = await answering;

        (answer.Label, answer.CostUsd, _small.Cut, _large.Cut).ShouldBe(("login", 0.0033m, false, false));
    }

    [Fact]
    public async Task A_rival_starts_early_enough_to_answer_before_the_deadline()
    {
        await using var bench = await BenchAsync(smallP95: null);
        var answering = OneAsync(bench, new(MaxLatencyMs: 1_000));
        await _small.Asked.Task;
        _clock.Advance(TimeSpan.FromMilliseconds(399));
        _large.Asked.Task.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await _large.Asked.Task;
        _large.Answer("login", 0.9, 0.003m, TimeSpan.FromMilliseconds(200));

        (await answering).Label.ShouldBe("login");
    }

    [Fact]
    public async Task A_rival_that_money_does_not_allow_is_not_asked()
    {
        await using var bench = await BenchAsync();
        var answering = OneAsync(bench, new(MaxCostUsd: 0.001m, MaxLatencyMs: 2_000));
        await _small.Asked.Task;
        _clock.Advance(TimeSpan.FromMilliseconds(1_000));
        _small.Answer("bill", 0.9, 0.0003m, TimeSpan.FromMilliseconds(1_000));

        (await answering).Reason.ShouldHaveSingleItem();
        _large.Asked.Task.IsCompleted.ShouldBeFalse();
    }

    [Theory, InlineData(null, false), InlineData(2.0, true)]
    public async Task Without_a_deadline_there_are_rivals_only_where_the_settings_say_so(double? times, bool asked)
    {
        await using var bench = await BenchAsync(options: new() { RivalAfterP95s = times });
        var answering = OneAsync(bench, PredictionLimits.None);
        await _small.Asked.Task;
        _clock.Advance(TimeSpan.FromMilliseconds(599));
        _large.Asked.Task.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        if (asked) await _large.Asked.Task;
        _small.Answer("bill", 0.9, 0.0003m, TimeSpan.FromMilliseconds(600));

        (await answering).Reason.Count.ShouldBe(asked ? 2 : 1);
    }

    private async Task<ServeBench> BenchAsync(double? smallP95 = 300, PredictionOptions? options = null)
    {
        var bench = await ServeBench.CreateAsync(options: options, clock: _clock);
        await bench.GoLiveAsync(new("small-llm", _small, 0.8, 0.0003m, smallP95), new PricedTier("large-llm", _large, null, 0.003m, 600));
        return bench;
    }

    private static async Task<HybridAi.Serve.Prediction.Prediction> OneAsync(ServeBench bench, PredictionLimits limits)
        => (await bench.Predictor.PredictAsync("mail", Payer.Project, [new("r1", "my invoice")], limits, Cancellation)).Value[0];
}
