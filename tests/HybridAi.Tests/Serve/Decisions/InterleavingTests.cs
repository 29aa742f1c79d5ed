using HybridAi.Learning.OffPolicy;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Prediction;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Decisions;

public class InterleavingTests
{
    private static readonly ComparisonSettings Settings = new() { HighestCostUsd = 0.01 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_better_challenger_is_found_out_from_audits_of_the_requests_on_which_they_differ(string database)
    {
        await using var bench = await DecisionBench.CreateAsync(database);
        var (champion, challenger) = await RoutesAsync(bench, "parcel", "bill");

        var choices = await ServeAsync(bench, champion, challenger, 60, i => i % 3 == 0 ? "bill" : "parcel");
        await bench.AuditAllAsync();
        var (state, cost) = await CompareAsync(bench, champion, challenger);

        (state.Verdict, state.Requests, state.Audited, state.OnlyChallengerRight, state.OnlyChampionRight).ShouldBe((ComparisonVerdict.Better, 60, 60, 60, 0));
        state.ServedChallenger.ShouldBe(choices.Count(choice => choice.Choice.Served == Side.Challenger));
        state.ServedChallenger.ShouldBeInRange(15, 45);
        choices.ShouldAllBe(choice => choice.Answer.Label == (choice.Choice.Served == Side.Challenger ? "bill" : "parcel"));
        cost.SavingUsd.ShouldBe(-0.001, 1e-9);
    }

    [Fact]
    public async Task Routes_that_do_the_same_differ_in_nothing_and_need_no_audit()
    {
        await using var bench = await DecisionBench.CreateAsync();
        bench.Settings.AuditShare = 0;
        var (champion, _) = await RoutesAsync(bench, "bill", "bill");

        var choices = await ServeAsync(bench, champion, champion, 10, _ => "bill");

        choices.ShouldAllBe(choice => choice.Choice == InterleavedChoice.Same);
        (await bench.Audits.DrawnAsync("mail", null, null, Cancellation)).ShouldBeEmpty();
        (await CompareAsync(bench, champion, champion)).State.Differing.ShouldBe(0);
    }

    [Fact]
    public async Task Only_what_was_served_counts_as_served()
    {
        await using var bench = await DecisionBench.CreateAsync();
        var (champion, challenger) = await RoutesAsync(bench, "parcel", "bill");

        var choices = await ServeAsync(bench, champion, challenger, 20, _ => "bill");

        var served = await bench.Decisions.ServedAsync("mail", null, null, 100, Cancellation);
        served.Select(decision => (decision.Label!, decision.Arm)).ShouldBe(
            choices.Select(choice => choice.Choice.Served == Side.Champion ? ("parcel", "champion") : ("bill", "canary")), ignoreOrder: true);
        (await bench.Decisions.PageAsync("mail", null, 100, Cancellation)).Count.ShouldBe(40);
    }

    [Fact]
    public async Task Pairs_after_an_open_audit_wait_for_it_and_a_failed_one_counts_for_the_champion()
    {
        await using var bench = await DecisionBench.CreateAsync();
        bench.Settings.MaxAttempts = 1;
        var (champion, challenger) = await RoutesAsync(bench, "parcel", "bill");
        bench.Serve.Mend(FakeLabeller.Failing("llm:large"));
        await ServeAsync(bench, champion, challenger, 1, _ => "bill");

        (await CompareAsync(bench, champion, challenger)).State.Requests.ShouldBe(0);
        await bench.AuditAllAsync();
        var state = (await CompareAsync(bench, champion, challenger)).State;

        (state.Requests, state.OnlyChampionRight).ShouldBe((1, 1));
    }

    [Fact]
    public async Task No_pairs_say_nothing()
    {
        await using var bench = await DecisionBench.CreateAsync();

        (await bench.Interleaving.CompareAsync("mail", "a", "b", Settings, Cancellation)).State.Verdict.ShouldBe(ComparisonVerdict.Open);
    }

    // Two routes of one cheap tier each, measured against a reference that says "bill".
    private static async Task<(LiveRoute Champion, LiveRoute Challenger)> RoutesAsync(DecisionBench bench, string championSays, string challengerSays)
    {
        bench.Serve.Mend(FakeLabeller.Sure("llm:large", "bill", 0.9, 0.003m));
        return (await LiveAsync(bench, "model:a", championSays, 0.001m), await LiveAsync(bench, "model:b", challengerSays, 0.002m));
    }

    private static async Task<LiveRoute> LiveAsync(DecisionBench bench, string name, string says, decimal cost)
    {
        var labeller = FakeLabeller.Sure(name, says, 0.9, cost);
        bench.Serve.Mend(labeller);
        var route = ServeBench.RouteOver(("classical", labeller, null)) with { Reference = new("large-llm", "llm:large", "1", 0.003m) };
        var stored = await bench.Serve.Routes.SaveAsync(route, Cancellation);
        var versions = new PredictionVersions(1, stored.Hash, null, route.DatasetHash, new Dictionary<string, string> { [name] = "1" });
        return new(stored.Hash, route, [new(route.Steps[0], labeller)], versions, bench.Serve.Clock.GetUtcNow());
    }

    private static async Task<List<InterleavedPrediction>> ServeAsync(
        DecisionBench bench, LiveRoute champion, LiveRoute challenger, int requests, Func<int, string> textOf)
    {
        var choices = new List<InterleavedPrediction>();
        for (var i = 0; i < requests; i++)
        {
            var (request, text) = ($"predict-{i}", $"{textOf(i)} {i}");
            choices.Add(await bench.Interleaving.ServeAsync(
                request, text, await WalkAsync(champion, $"r{i}", text), await WalkAsync(challenger, $"r{i}", text), 1, Cancellation));
        }

        return choices;
    }

    private static async Task<Walked> WalkAsync(LiveRoute route, string id, string text)
    {
        var (step, labeller) = route.Steps[0];
        var proposal = await labeller.ProposeAsync(new("request", id, text), Cancellation);
        var reply = route.Read(proposal);
        var reason = new PredictionStep(
            step.Tier, step.Labeller, proposal.Label, proposal.Confidence, proposal.Confidence, null, true, "", proposal.CostUsd, proposal.Latency, 0.5);
        return new(route, new(
            id, proposal.Label, proposal.Confidence, step.Tier, [reason], proposal.CostUsd, 0.003m, proposal.Latency, null, null, route.Versions)
        {
            Walk = new([reply], 0),
        });
    }

    private static Task<(ComparisonState State, CostComparison Cost)> CompareAsync(DecisionBench bench, LiveRoute champion, LiveRoute challenger)
        => bench.Interleaving.CompareAsync("mail", champion.Hash, challenger.Hash, Settings, Cancellation);
}
