using HybridAi.Documents.Answering;
using HybridAi.Serve.Chat;
using HybridAi.Serve.Routing;

namespace HybridAi.Tests.Serve.Chat;

public class AnswerRouteStageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cheap_answerer_that_is_as_often_right_is_certified_and_goes_live()
    {
        await using var bench = await ChatBench.CreateAsync("sqlite", new FakeAnswerer("extractive", 0.8), new FakeAnswerer("large", 0.9, 0.01m));

        var route = (await StageOf(bench).RunAsync("default", Questions(200, "forty"), 0.02, 0.95, null, Cancellation)).Value;

        (route.Certificate!.State, route.StandsFrom[0], route.Certificate.CostUsd, route.Certificate.ReferenceCostUsd).ShouldBe((CertificateState.Certified, 0.0, 0m, 0.01m));
        (await bench.AskAsync("how many")).Ended.Answer!.Answerer.ShouldBe("extractive");
    }

    [Fact]
    public async Task One_that_is_worse_is_refused_and_too_few_questions_show_nothing()
    {
        var poor = new FakeAnswerer("extractive", 0.8) { Quotes = "thirty" };
        await using var bench = await ChatBench.CreateAsync("sqlite", poor, new FakeAnswerer("large", 0.9, 0.01m));

        var refused = (await StageOf(bench).RunAsync("default", Questions(200, "forty"), 0.02, 0.95, null, Cancellation)).Value;
        var few = (await StageOf(bench).RunAsync("default", Questions(20, "forty"), 0.02, 0.95, null, Cancellation)).Value;

        // Nothing that stands is not below the floor: it only saves nothing.
        refused.StandsFrom[0].ShouldBeGreaterThan(0.8);
        (few.Certificate!.State, few.StandsFrom[0]).ShouldBe((CertificateState.NotEnoughData, AnswerRoute.Never));
        few.Certificate.Reason.ShouldContain("would do");
        (await bench.AskAsync("how many")).Ended.Answer!.Answerer.ShouldBe("large");
    }

    [Fact]
    public async Task One_answerer_alone_is_no_route()
    {
        await using var bench = await ChatBench.CreateAsync("sqlite", new FakeAnswerer("extractive"));

        (await StageOf(bench).RunAsync("default", Questions(10, "forty"), 0.02, 0.95, null, Cancellation)).Fault!.Code.ShouldBe("answerers-too-few");
    }

    private static AnswerRouteStage StageOf(ChatBench bench) => new(bench.Answers, bench.Routes);

    private static List<KnownQuestion> Questions(int count, string evidence)
        => [.. Enumerable.Range(0, count).Select(i => new KnownQuestion($"q{i}", $"how many {i}", true, "forty", [new KnownEvidence(evidence)]))];
}
