using HybridAi.Llm.Gateway;
using HybridAi.Serve.Prediction;
using HybridAi.Tests.Llm;

namespace HybridAi.Tests.Serve.Prediction;

public class PredictionLimitsTests
{
    private readonly FakeLabeller _classical = FakeLabeller.Sure("model:a", "bill", 0.5);
    private readonly FakeLabeller _small = FakeLabeller.Sure("llm:small", "login", 0.6, 0.0003m);
    private readonly FakeLabeller _large = FakeLabeller.Sure("llm:large", "login", 0.9, 0.003m);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(0.0029, 0.003, "expected to cost 0.003 USD"), InlineData(100, null, "nobody knows what it costs")]
    public async Task A_tier_that_is_too_dear_is_not_asked_and_the_answer_says_so(double most, double? price, string reason)
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(new("classical", _classical, 0.8), new PricedTier("large-llm", _large, null, (decimal?)price));

        var answer = await OneAsync(bench, new(MaxCostUsd: (decimal)most));

        (answer.Label, answer.Degraded?.Code, answer.Certified, _large.Calls).ShouldBe(("bill", "cost-limit", false, 0));
        answer.Degraded!.Reason.ShouldContain(reason);
        answer.Reason.ShouldHaveSingleItem().Why.ShouldStartWith("the answer stands; large-llm was not asked");
    }

    [Theory, InlineData(0.0033, 1), InlineData(0.00329, 0)]
    public async Task What_was_spent_counts_against_the_limit(double most, int asked)
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(new("small-llm", _small, 0.8, 0.0001m), new PricedTier("large-llm", _large, null, 0.003m));

        await OneAsync(bench, new(MaxCostUsd: (decimal)most));

        _large.Calls.ShouldBe(asked);
    }

    [Fact]
    public async Task Where_the_wanted_tier_is_too_dear_the_best_that_is_allowed_answers()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(new("classical", _classical, null, 0.01m), new("small-llm", _small, 0.5, 0.0003m), new PricedTier("large-llm", _large, null, 0.003m));

        var answer = await OneAsync(bench, new(MaxCostUsd: 0.001m));

        (answer.Label, answer.Tier, answer.Degraded?.Code).ShouldBe(("login", "small-llm", "cost-limit"));
        (_classical.Calls, _large.Calls).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Where_nothing_is_allowed_nothing_is_spent_and_the_limit_is_the_fault()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(new PricedTier("large-llm", _large, null, 0.003m));

        var answer = await OneAsync(bench, new(MaxCostUsd: 0));

        (answer.Label, answer.Fault?.Code, answer.CostUsd, answer.Certified, _large.Calls).ShouldBe((null, "cost-limit", 0m, false, 0));
    }

    [Theory, InlineData(800.0, "deadline", 0), InlineData(500.0, null, 1), InlineData(null, null, 1)]
    public async Task A_tier_that_would_be_too_late_is_not_asked(double? p95, string? degraded, int asked)
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(new("classical", _classical, 0.8), new PricedTier("large-llm", _large, null, P95Ms: p95));

        var answer = await OneAsync(bench, new(MaxLatencyMs: 500));

        (answer.Degraded?.Code, _large.Calls).ShouldBe((degraded, asked));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_tier_that_is_slow_is_cut_off_at_the_deadline(bool heedsItsToken)
    {
        var clock = new ManualClock();
        await using var bench = await ServeBench.CreateAsync(clock: clock);
        var slow = new SlowLabeller("llm:large", heedsItsToken);
        await bench.GoLiveAsync(new("classical", _classical, 0.8), new PricedTier("large-llm", slow, null, 0.003m));

        var answering = OneAsync(bench, new(MaxLatencyMs: 500));
        await slow.Asked.Task;
        clock.Advance(TimeSpan.FromMilliseconds(499));
        answering.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromMilliseconds(1));
        var answer = await answering;

        (answer.Label, answer.Degraded?.Code, answer.Certified, answer.CostUsd).ShouldBe(("bill", "deadline", false, null));
        answer.Reason[1].Why.ShouldBe("failed: llm:large was cut off: it had not answered in time.");
        answer.Reason[1].Latency.ShouldBe(TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task Where_nobody_answers_before_the_deadline_that_is_the_fault()
    {
        var clock = new ManualClock();
        await using var bench = await ServeBench.CreateAsync(clock: clock);
        var slow = new SlowLabeller("llm:large", heedsItsToken: true);
        await bench.GoLiveAsync(new PricedTier("large-llm", slow, null, 0.003m));

        var answering = OneAsync(bench, new(MaxLatencyMs: 500));
        await slow.Asked.Task;
        clock.Advance(TimeSpan.FromSeconds(1));

        ((await answering).Label, (await answering).Fault?.Code).ShouldBe((null, "deadline"));
    }

    [Theory, InlineData("classical", "bill", "tier-forced"), InlineData("small-llm", "login", "tier-forced"), InlineData("large-llm", "login", null)]
    public async Task A_named_tier_answers_alone(string tier, string label, string? degraded)
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(("classical", _classical, 0.8), ("small-llm", _small, 0.8), ("large-llm", _large, null));

        var answer = await OneAsync(bench, new(Tier: tier));

        (answer.Label, answer.Tier, answer.Degraded?.Code).ShouldBe((label, tier, degraded));
        answer.Reason.ShouldHaveSingleItem();
        answer.Confidence.ShouldBe(answer.Reason[0].Confidence, 1e-9);
    }

    [Fact]
    public async Task A_named_tier_whose_answer_the_route_would_let_stand_is_no_other_way()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(("classical", FakeLabeller.Sure("model:a", "bill", 0.9), 0.8), ("large-llm", _large, null));

        (await OneAsync(bench, new(Tier: "classical"))).Degraded.ShouldBeNull();
    }

    [Theory, InlineData("classical", 1, null), InlineData("small-llm", 2, "tier-forced"), InlineData("large-llm", 2, null)]
    public async Task Nothing_stands_before_the_least_tier_has_answered(string least, int asked, string? degraded)
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(("classical", FakeLabeller.Sure("model:a", "bill", 0.9), 0.8), ("small-llm", _small, 0.5), ("large-llm", _large, null));

        var answer = await OneAsync(bench, new(MinTier: least));

        (answer.Reason.Count, answer.Degraded?.Code).ShouldBe((asked, degraded));
    }

    [Fact]
    public async Task A_least_tier_that_is_down_makes_a_dearer_one_answer()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(
            ("classical", FakeLabeller.Sure("model:a", "bill", 0.9), 0.8), ("small-llm", FakeLabeller.Failing("llm:small"), 0.5), ("large-llm", _large, null));

        var answer = await OneAsync(bench, new(MinTier: "small-llm"));

        answer.Reason.Select(step => step.Tier).ShouldBe(["classical", "small-llm", "large-llm"]);
    }

    [Theory]
    [InlineData(-0.1, null, null, null, "limit-out-of-range", "maxCostUsd")]
    [InlineData(null, 0, null, null, "limit-out-of-range", "maxLatencyMs")]
    [InlineData(null, null, "large-llm", "large-llm", "limits-contradict", "minTier")]
    [InlineData(null, null, "gpt", null, "tier-unknown", "minTier")]
    [InlineData(null, null, null, "gpt", "tier-unknown", "tier")]
    [InlineData(null, null, null, "lexical", "tier-off-route", "tier")]
    [InlineData(null, null, "large-llm", null, "tier-off-route", "minTier")]
    public async Task Limits_that_make_no_sense_are_refused_with_what_would(double? cost, int? latency, string? least, string? only, string code, string place)
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(("classical", _classical, 0.8), ("small-llm", _small, null));
        var limits = new PredictionLimits((decimal?)cost, latency, least, only);

        var whole = (await bench.Predictor.PredictAsync("mail", Payer.Project, [new("r1", "x")], limits, Cancellation)).Fault!;
        var single = (await bench.Predictor.PredictAsync("mail", [new("r1", "x", limits), new("r2", "y")], Cancellation)).Value;

        (whole.Code, whole.Place, whole.Kind).ShouldBe((code, place, FaultKind.BadInput));
        if (code.StartsWith("tier-", StringComparison.Ordinal)) whole.Reason.ShouldContain("classical, small-llm");
        single.Select(answer => answer.Fault?.Code).ShouldBe([code, null]);
    }

    [Fact]
    public void A_text_s_own_limits_go_before_the_request_s()
    {
        var request = new PredictionLimits(0.01m, 100, MinTier: "small-llm");

        new PredictionLimits(MaxLatencyMs: 50).Within(request).ShouldBe(new(0.01m, 50, MinTier: "small-llm"));
        new PredictionLimits(Tier: "classical").Within(request).ShouldBe(new(0.01m, 100, Tier: "classical"));
    }

    private static async Task<HybridAi.Serve.Prediction.Prediction> OneAsync(ServeBench bench, PredictionLimits limits)
        => (await bench.Predictor.PredictAsync("mail", Payer.Project, [new("r1", "my invoice")], limits, Cancellation)).Value[0];
}
