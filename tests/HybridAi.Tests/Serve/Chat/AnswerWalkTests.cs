using HybridAi.Serve.Chat;

namespace HybridAi.Tests.Serve.Chat;

public class AnswerWalkTests
{
    private readonly FakeAnswerer _large = new("large", 0.95, 0.01m) { Says = ["It is fifty."] };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.7, "extractive", 0.0, "sure enough: 0.700 ≥ 0.600"), InlineData(0.5, "large", 0.01, "escalated to large: 0.500 < 0.600")]
    public async Task An_answer_stands_that_is_sure_enough_and_another_is_escalated(double sureness, string answerer, double cost, string why)
    {
        await using var bench = await ChatBench.CreateAsync("sqlite", new FakeAnswerer("extractive", sureness), _large);
        await bench.Routes.MakeLiveAsync("default", new(["extractive", "large"], [0.6]), Cancellation);

        var answer = (await bench.AskAsync("how many")).Ended.Answer!;

        (answer.Answerer, answer.CostUsd, answer.Route[0].Why, answer.Route[0].StandsFrom).ShouldBe((answerer, (decimal)cost, why, 0.6));
    }

    [Fact]
    public async Task Without_a_certified_route_the_last_answers_everything_and_nobody_else_is_asked()
    {
        var extractive = new FakeAnswerer("extractive", 1);
        await using var bench = await ChatBench.CreateAsync("sqlite", extractive, _large);
        // Certified over other answerers than there are now.
        await bench.Routes.MakeLiveAsync("default", new(["extractive", "small"], [0.1]), Cancellation);

        var answer = (await bench.AskAsync("how many")).Ended.Answer!;

        (answer.Answerer, extractive.Asked.Count).ShouldBe(("large", 0));
        (await bench.Routes.LiveAsync("default", Cancellation)).StandsFrom.ShouldBe([AnswerRoute.Never]);
    }

    [Fact]
    public async Task Costs_and_tokens_of_those_who_were_passed_over_are_counted()
    {
        var small = new FakeAnswerer("small", 0.4, 0.002m);
        await using var bench = await ChatBench.CreateAsync("sqlite", small, _large);
        await bench.Routes.MakeLiveAsync("default", new(["small", "large"], [0.6]), Cancellation);

        var answer = (await bench.AskAsync("how many")).Ended.Answer!;
        var next = (await bench.AskAsync("how many more")).Ended.Answer!;

        (answer.CostUsd, answer.InputTokens, answer.OutputTokens, answer.DearestCostUsd).ShouldBe((0.012m, 20, 6, null));
        // What the dearest costs is learned from its own answers, without what went before them.
        next.DearestCostUsd.ShouldBe(0.01m);
    }

    [Fact]
    public async Task Where_the_dear_answerer_can_not_be_had_the_cheap_one_s_answer_stands_and_says_so()
    {
        await using var bench = await ChatBench.CreateAsync("sqlite", new FakeAnswerer("extractive", 0.4));
        bench.Options.Answerers.Add("gone");
        await bench.Routes.MakeLiveAsync("default", new(["extractive", "gone"], [0.6]), Cancellation);

        var answer = (await bench.AskAsync("how many")).Ended.Answer!;

        answer.Answerer.ShouldBe("extractive");
        answer.Remarks.ShouldHaveSingleItem().ShouldContain("gone could not be asked");
        answer.Route[^1].Why.ShouldContain("There is no answerer 'gone'");
    }
}
