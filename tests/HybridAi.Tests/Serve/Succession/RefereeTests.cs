using HybridAi.Curate.Labelling;
using HybridAi.Serve.Routing;
using HybridAi.Serve.Succession;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Succession;

public class RefereeTests
{
    private static readonly SuccessionSettings Quick = new(ShadowShare: 1, ShadowRequests: 40, CanaryShare: 0.5, CanaryRequests: 10, Margin: 0.1, KeepServedTexts: false);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_shadow_is_asked_and_not_served_and_pays_nobody_again()
    {
        await using var bench = await SuccessionBench.CreateAsync();
        var (large, model) = (FakeLabeller.Sure("llm:large", "login", 0.9, 0.003m), new FakeLabeller("model:a", text => new(
            "bill", text.Contains("easy", StringComparison.Ordinal) ? 0.9 : 0.1, "", 0, null)));
        await StartAsync(bench, [("large-llm", large, null)], [("classical", model, 0.5), ("large-llm", large, null)], Quick);

        var answers = await bench.ServeAsync("easy one", "hard one");

        answers.Select(answer => (answer.Label, answer.Versions.Arm)).ShouldBe([("login", "champion"), ("login", "champion")]);
        (large.Calls, model.Calls).ShouldBe((2, 2));
        var pairs = await PairsAsync(bench);
        pairs.OrderBy(pair => pair.RecordId).Select(pair => (pair.Champion.Label, pair.Candidate.Label, pair.Candidate.End))
            .ShouldBe([("login", "bill", WayEnd.Answered), ("login", "login", WayEnd.Answered)]);
    }

    [Fact]
    public async Task A_way_that_would_pay_waits_for_the_audit_s_answer()
    {
        await using var bench = await SuccessionBench.CreateAsync();
        var (large, lexical, model) = (FakeLabeller.Sure("llm:large", "login", 0.9), FakeLabeller.Sure("lexical", "bill", 1), FakeLabeller.Sure("model:a", "bill", 0.1));
        await StartAsync(bench, [("lexical", lexical, null)], [("classical", model, 0.5), ("large-llm", large, null)], Quick);

        var answer = (await bench.ServeAsync("x"))[0];
        large.Calls.ShouldBe(0);
        (await PairsAsync(bench)).Single().Candidate.ShouldBe(new(WayEnd.AwaitsReference, null));
        await bench.Intake.TakeAsync(SuccessionBench.Audit(answer, "login", "login"), Cancellation);

        var judged = (await PairsAsync(bench)).Single();
        (judged.Champion.Label, judged.Candidate.Label, judged.Right).ShouldBe(("bill", "login", (false, true)));
    }

    [Fact]
    public async Task A_canary_serves_its_share_and_every_answer_says_its_arm()
    {
        await using var bench = await SuccessionBench.CreateAsync();
        var settings = Quick with { CanaryShare = 0.1 };
        var candidate = await StartAsync(bench, [("lexical", FakeLabeller.Sure("lexical", "bill", 1), null)], [("classical", FakeLabeller.Sure("model:a", "login", 1), null)], settings);
        await bench.ServeAsync(40);
        (await bench.Referee.LookAsync("mail", Cancellation))!.State.ShouldBe(SuccessionState.Canary);

        var answers = await bench.ServeAsync(1_000);

        answers.ShouldAllBe(answer => answer.Versions.Arm == (answer.Label == "login" ? "canary" : "champion"));
        answers.Count(answer => answer.Versions.Route == candidate.Hash).ShouldBeInRange(70, 130);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_better_candidate_is_promoted(string database)
    {
        await using var bench = await SuccessionBench.CreateAsync(database);
        var candidate = await StartAsync(
            bench, [("lexical", FakeLabeller.Sure("lexical", "bill", 1), null)], [("classical", FakeLabeller.Sure("model:a", "login", 1), null)], Quick);

        var ended = await UntilAsync(bench, SuccessionState.Promoted, gold: _ => "login");

        ended.Reason.ShouldStartWith("Better than the champion");
        ended.Comparison!.ServedByCandidate.ShouldBeGreaterThanOrEqualTo(10);
        (await bench.Routes.LiveHashAsync("mail", Cancellation)).ShouldBe(candidate.Hash);
        (await bench.Routes.HistoryAsync("mail", Cancellation))[^1].Reason.ShouldStartWith("promoted: Better");
        (await bench.ServeAsync("x"))[0].Versions.Arm.ShouldBe("champion");
    }

    [Fact]
    public async Task A_candidate_that_does_the_same_is_promoted_as_not_worse()
    {
        await using var bench = await SuccessionBench.CreateAsync();
        await StartAsync(bench, [("lexical", FakeLabeller.Sure("lexical", "bill", 1), null)], [("classical", FakeLabeller.Sure("model:a", "bill", 1), null)], Quick);

        (await UntilAsync(bench, SuccessionState.Promoted, gold: _ => "bill")).Reason.ShouldStartWith("Not worse than the champion");
    }

    [Fact]
    public async Task A_worse_candidate_is_rolled_back_before_it_serves_anybody()
    {
        await using var bench = await SuccessionBench.CreateAsync();
        var candidate = await StartAsync(
            bench, [("lexical", FakeLabeller.Sure("lexical", "bill", 1), null)], [("classical", FakeLabeller.Sure("model:a", "login", 1), null)], Quick);

        var ended = await UntilAsync(bench, SuccessionState.RolledBack, gold: _ => "bill");

        ended.Reason.ShouldStartWith("Worse than the champion");
        ended.Comparison!.ServedByCandidate.ShouldBe(0);
        (await bench.Routes.LiveHashAsync("mail", Cancellation)).ShouldNotBe(candidate.Hash);
        (await bench.Referee.LookAsync("mail", Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_candidate_that_fails_is_rolled_back_without_any_audit()
    {
        await using var bench = await SuccessionBench.CreateAsync();
        var broken = new FakeLabeller("model:a", _ => throw new InvalidOperationException("defect"));
        await StartAsync(bench, [("lexical", FakeLabeller.Sure("lexical", "bill", 1), null)], [("classical", broken, null)], Quick);

        (await bench.ServeAsync(8)).ShouldAllBe(answer => answer.Label == "bill");

        var ended = (await bench.Referee.LookAsync("mail", Cancellation))!;
        (ended.State, ended.Reason).ShouldBe((SuccessionState.RolledBack, "It alone failed on 8 of 8 requests, the champion alone on 0."));
    }

    [Fact]
    public async Task A_candidate_whose_own_floor_breaks_is_rolled_back()
    {
        await using var bench = await SuccessionBench.CreateAsync();
        var candidate = await StartAsync(
            bench, [("lexical", FakeLabeller.Sure("lexical", "bill", 1), null)], [("classical", FakeLabeller.Sure("model:a", "login", 1), null)], Quick);
        for (var i = 0; i < 20; i++)
            await bench.Intake.TakeAsync(new($"audit-{i}", "mail", "elsewhere", $"r{i}", candidate.Hash, "login", "bill", "bill", DateTimeOffset.UnixEpoch), Cancellation);

        var ended = (await bench.Referee.LookAsync("mail", Cancellation))!;

        (ended.State, ended.Reason.Contains("speak against the floor", StringComparison.Ordinal)).ShouldBe((SuccessionState.RolledBack, true));
    }

    [Fact]
    public async Task A_champion_that_is_no_longer_live_ends_the_comparison()
    {
        await using var bench = await SuccessionBench.CreateAsync();
        await StartAsync(bench, [("lexical", FakeLabeller.Sure("lexical", "bill", 1), null)], [("classical", FakeLabeller.Sure("model:a", "login", 1), null)], Quick);
        await bench.GoLiveAsync(("large-llm", FakeLabeller.Sure("llm:large", "parcel", 1), null));

        (await bench.ServeAsync(5)).ShouldAllBe(answer => answer.Label == "parcel");

        (await PairsAsync(bench)).ShouldBeEmpty();
        (await bench.Referee.LookAsync("mail", Cancellation))!.State.ShouldBe(SuccessionState.Stopped);
    }

    [Fact]
    public async Task A_restart_goes_on_where_it_was()
    {
        await using var bench = await SuccessionBench.CreateAsync();
        await StartAsync(bench, [("lexical", FakeLabeller.Sure("lexical", "bill", 1), null)], [("classical", FakeLabeller.Sure("model:a", "login", 1), null)], Quick);
        foreach (var answer in await bench.ServeAsync(40)) await bench.Intake.TakeAsync(SuccessionBench.Audit(answer, "parcel", "parcel"), Cancellation);
        var before = (await bench.Referee.LookAsync("mail", Cancellation))!;

        var again = bench.Restarted();
        var after = (await again.Referee.LookAsync("mail", Cancellation))!;

        after.Comparison!.Audits.Requests.ShouldBe(40);
        after.Comparison.Audits.ShouldBe(before.Comparison!.Audits);
        after.State.ShouldBe(SuccessionState.Canary);
        (await again.ServeAsync(30)).Select(answer => answer.Versions.Arm).Distinct().Order().ShouldBe(["canary", "champion"]);
    }

    [Fact]
    public async Task Only_one_candidate_is_tried_at_a_time_and_it_can_be_stopped()
    {
        await using var bench = await SuccessionBench.CreateAsync();
        var candidate = await StartAsync(bench, [("lexical", FakeLabeller.Sure("lexical", "bill", 1), null)], [("classical", FakeLabeller.Sure("model:a", "login", 1), null)], Quick);
        var live = (await bench.Routes.LiveHashAsync("mail", Cancellation))!;

        (await bench.Successions.StartAsync("mail", candidate.Hash, Quick, "again", Cancellation)).Fault!.Code.ShouldBe("succession-running");
        (await bench.Successions.StartAsync("mail", live, Quick, "itself", Cancellation)).Fault!.Code.ShouldBe("candidate-is-live");
        (await bench.Successions.StartAsync("mail", "unknown", Quick, "none", Cancellation)).Fault!.Code.ShouldBe("route-unknown");
        (await bench.Successions.StopAsync("mail", "enough", Cancellation)).Value.State.ShouldBe(SuccessionState.Stopped);
        (await bench.Successions.StopAsync("mail", "enough", Cancellation)).Fault!.Code.ShouldBe("no-succession");
        (await bench.Successions.StartAsync("mail", candidate.Hash, Quick, "again", Cancellation)).Fault.ShouldBeNull();
        (await bench.Successions.ListAsync("mail", Cancellation)).Count.ShouldBe(2);
    }

    private static async Task<StoredRoute> StartAsync(
        SuccessionBench bench, (string, ILabeller, double?)[] champion, (string, ILabeller, double?)[] candidate,
        SuccessionSettings settings)
    {
        await bench.Settings.SaveAsync("mail", settings, Cancellation);
        await bench.GoLiveAsync(champion);
        var saved = await bench.SaveAsync(candidate);
        (await bench.Successions.StartAsync("mail", saved.Hash, settings, "test", Cancellation)).Fault.ShouldBeNull();
        return saved;
    }

    // Every answer is audited, and somebody looks after every ten.
    private static async Task<RouteSuccession> UntilAsync(SuccessionBench bench, SuccessionState state, Func<string, string> gold)
    {
        for (var round = 0; round < 60; round++)
        {
            foreach (var answer in await bench.ServeAsync(10)) await bench.Intake.TakeAsync(SuccessionBench.Audit(answer, gold(answer.Id), gold(answer.Id)), Cancellation);
            if (await bench.Referee.LookAsync("mail", Cancellation) is { } looked && looked.State == state) return looked;
        }

        throw new InvalidOperationException($"It never came to be {state}.");
    }

    private static async Task<IReadOnlyList<SuccessionPair>> PairsAsync(SuccessionBench bench)
        => await bench.Pairs.ReadAsync((await bench.Successions.ListAsync("mail", Cancellation))[0].Id, Cancellation);
}
