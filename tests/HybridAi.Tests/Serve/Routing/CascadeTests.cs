using HybridAi.Serve.Routing;

namespace HybridAi.Tests.Serve.Routing;

public class CascadeTests
{
    [Fact]
    public async Task Serving_walks_a_route_as_choosing_it_did()
    {
        await using var bench = await ServeBench.CreateAsync();
        var random = new Random(12);
        var rows = Enumerable.Range(0, 300).Select(i => new RouteRow($"r{i}", "bill", [.. Enumerable.Range(0, 3).Select(_ => Answer(random))])).ToDictionary(row => row.RecordId);
        CascadeStep[] steps = [new(0, 0.7), new(1, 0.5), new(2, null)];
        await bench.GoLiveAsync(
            ("lexical", Replay("lexical", rows, 0), 0.7), ("small-llm", Replay("llm:small", rows, 1), 0.5), ("large-llm", Replay("llm:large", rows, 2), null));

        var answers = (await bench.Predictor.PredictAsync("mail", [.. rows.Keys.Select(id => new HybridAi.Serve.Prediction.PredictionRequest(id, id))], TestContext.Current.CancellationToken)).Value;

        foreach (var answer in answers)
        {
            var expected = Cascade.Walk(steps, rows[answer.Id]);
            (answer.Label, answer.CostUsd).ShouldBe((expected.Label, expected.CostUsd));
            answer.Tier.ShouldBe(expected.Tier < 0 ? null : TierNames.All[expected.Tier == 0 ? 0 : expected.Tier + 1]);
        }

        answers.Count(answer => answer.Degraded is not null).ShouldBeGreaterThan(0);
        answers.Count(answer => answer.Fault is not null).ShouldBeGreaterThan(0);
    }

    private static TierAnswer Answer(Random random)
        => random.Next(4) == 0 ? new(null, 0, 0.001m) : new(random.Next(2) == 0 ? "bill" : "login", random.NextDouble(), random.Next(5) == 0 ? null : 0.001m);

    private static FakeLabeller Replay(string name, Dictionary<string, RouteRow> rows, int tier) => new(name, id =>
    {
        var answer = rows[id].Answers[tier];
        return new(answer.Label, answer.Confidence, "", answer.CostUsd, null, answer.Label is null ? Fault.Unavailable("no-answer", "None was recorded.") : null);
    });
}
