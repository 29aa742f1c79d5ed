using HybridAi.Curate.Labelling;
using HybridAi.Learning.Routing;
using HybridAi.Llm.Gateway;
using HybridAi.Serve.Prediction;
using HybridAi.Serve.Routing;
using HybridAi.Storage;

namespace HybridAi.Tests.Serve.Prediction;

public class FallbackTests
{
    private readonly FakeLabeller _classical = FakeLabeller.Sure("model:a", "bill", 0.5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("provider-down", "route-degraded"), InlineData("model-circuit-open", "route-degraded"), InlineData("budget-exhausted", "budget-exhausted")]
    public async Task A_project_that_wants_no_uncertified_answer_gets_a_refusal(string failure, string refusal)
    {
        await using var bench = await ServeBench.CreateAsync(options: new() { Fallback = Fallback.Refuse });
        await bench.GoLiveAsync(("classical", _classical, 0.8), ("large-llm", Failing(failure), null));

        var answer = await OneAsync(bench, PredictionLimits.None);

        (answer.Label, answer.Tier, answer.Fault?.Code, answer.Degraded, answer.Certified).ShouldBe((null, null, refusal, null, false));
        answer.Fault!.Reason.ShouldContain("It did not go.");
        (await bench.Ledger.ReadAsync("mail", LedgerKind.Prediction, Cancellation)).ShouldHaveSingleItem().Outcome.ShouldBe(refusal);
    }

    [Fact]
    public async Task A_project_s_own_word_goes_before_the_general_one()
    {
        await using var bench = await ServeBench.CreateAsync(options: new() { Fallback = Fallback.Refuse, FallbackByProject = { ["mail"] = Fallback.Answer } });
        await bench.GoLiveAsync(("classical", _classical, 0.8), ("large-llm", Failing("provider-down"), null));

        var answer = await OneAsync(bench, PredictionLimits.None);

        (answer.Label, answer.Degraded?.Code, answer.Certified).ShouldBe(("bill", "provider-down", false));
    }

    [Fact]
    public async Task What_the_caller_s_own_limits_bring_about_is_answered_and_marked()
    {
        await using var bench = await ServeBench.CreateAsync(options: new() { Fallback = Fallback.Refuse });
        await bench.GoLiveAsync(new("classical", _classical, 0.8), new PricedTier("large-llm", Failing("provider-down"), null, 0.003m));

        var answer = await OneAsync(bench, new(MaxCostUsd: 0.001m));

        (answer.Label, answer.Degraded?.Code).ShouldBe(("bill", "cost-limit"));
    }

    [Fact]
    public async Task A_tier_that_is_down_costs_nothing_where_the_reference_answers()
    {
        await using var bench = await ServeBench.CreateAsync(options: new() { Fallback = Fallback.Refuse });
        await bench.GoLiveAsync(("small-llm", Failing("provider-down"), 0.8), ("large-llm", FakeLabeller.Sure("llm:large", "login", 0.9), null));

        var answer = await OneAsync(bench, PredictionLimits.None);

        (answer.Label, answer.Fault, answer.Degraded).ShouldBe(("login", null, null));
    }

    [Fact]
    public async Task An_answer_is_certified_where_its_route_is_and_no_tier_failed()
    {
        await using var bench = await ServeBench.CreateAsync();
        bench.Mend(_classical);
        var large = FakeLabeller.Sure("llm:large", "login", 0.9);
        bench.Mend(large);
        var route = ServeBench.RouteOver(("classical", _classical, 0.4), ("large-llm", large, null));
        await LiveAsync(bench, route with { Evidence = route.Evidence with { Certificate = route.Evidence.Certificate with { State = CertificateState.Certified } } });

        (await OneAsync(bench, PredictionLimits.None)).Certified.ShouldBeTrue();
    }

    [Fact]
    public async Task The_reference_alone_needs_no_certificate()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(("large-llm", FakeLabeller.Sure("llm:large", "login", 0.9), null));

        var answer = await OneAsync(bench, PredictionLimits.None);

        (answer.Certified, answer.Propensity).ShouldBe((true, 1));
        // A policy made by hand knows of no tier more than that it is as often wrong as right.
        answer.Reason[0].Expected.ShouldBe(0.5, 1e-9);
    }

    [Fact]
    public async Task A_walk_between_two_policies_says_how_likely_its_own_was()
    {
        await using var bench = await ServeBench.CreateAsync();
        var large = FakeLabeller.Sure("llm:large", "login", 0.9);
        bench.Mend(_classical);
        bench.Mend(large);
        var (cheap, dear) = (ServeBench.RouteOver(("classical", _classical, 0.4), ("large-llm", large, null)), RoutingPolicy.ByConfidence(LabelSpace.Of(ServeBench.Mail.Labels.Count), [0.99, null]));
        await LiveAsync(bench, cheap with { Policy = new(cheap.Policy.Main, dear, 0.3) });

        var answers = (await bench.Predictor.PredictAsync("mail", [.. Enumerable.Range(0, 300).Select(i => new PredictionRequest($"r{i}", "x"))], Cancellation)).Value;

        answers.ShouldAllBe(answer => answer.Propensity == (answer.Tier == "large-llm" ? 0.3 : 0.7));
        answers.Average(answer => 1 / answer.Propensity * (answer.Tier == "large-llm" ? 1 : 0)).ShouldBe(1, 0.25);
    }

    private static FakeLabeller Failing(string code)
        => new("llm:large", _ => Proposal.Failed(code.StartsWith("budget", StringComparison.Ordinal) ? Fault.Conflict(code, "It did not go.") : Fault.Unavailable(code, "It did not go."), 0, null));

    private static async Task LiveAsync(ServeBench bench, Route route)
        => await bench.Routes.MakeLiveAsync("mail", (await bench.Routes.SaveAsync(route, Cancellation)).Hash, "test", Cancellation);

    private static async Task<HybridAi.Serve.Prediction.Prediction> OneAsync(ServeBench bench, PredictionLimits limits)
        => (await bench.Predictor.PredictAsync("mail", Payer.Project, [new("r1", "my invoice")], limits, Cancellation)).Value[0];
}
