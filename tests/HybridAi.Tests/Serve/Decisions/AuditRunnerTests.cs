using HybridAi.Curate.Labelling;
using HybridAi.Serve.Decisions;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Decisions;

public class AuditRunnerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task The_caller_is_answered_at_once_and_the_other_tiers_are_asked_afterwards(string database)
    {
        await using var bench = await DecisionBench.CreateAsync(database);
        var (cheap, large) = (FakeLabeller.Sure("model:a", "bill", 0.9), FakeLabeller.Sure("llm:large", "login", 0.9, 0.003m));
        await bench.Serve.GoLiveAsync(("classical", cheap, 0.8), ("large-llm", large, null));

        var decision = await bench.PredictAsync("my invoice");
        var open = await bench.AuditOfAsync(decision);
        var before = large.Calls;
        await bench.AuditAllAsync();

        (before, open.State, open.Text).ShouldBe((0, AuditState.Open, "my invoice"));
        (cheap.Calls, large.Calls).ShouldBe((1, 1));
        var audit = await bench.AuditOfAsync(decision);
        (audit.State, audit.ReferenceLabel, audit.Agrees, audit.Text).ShouldBe((AuditState.Done, "login", false, null));
        audit.Answers.ShouldHaveSingleItem().ShouldBe(new("large-llm", "llm:large", "login", 0.9, null, 0.003m, 5));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task An_audit_that_a_process_died_over_is_taken_up_by_the_next_and_no_answer_is_paid_twice(string database)
    {
        await using var bench = await DecisionBench.CreateAsync(database);
        var (small, large) = (FakeLabeller.Sure("llm:small", "bill", 0.9, 0.001m), FakeLabeller.Sure("llm:large", "bill", 0.9, 0.003m));
        await bench.Serve.GoLiveAsync(("classical", FakeLabeller.Sure("model:a", "bill", 0.9), 0.8), ("small-llm", small, 0.8), ("large-llm", large, null));
        var decision = await bench.PredictAsync("my invoice");
        using var dying = new CancellationTokenSource();
        bench.Serve.Mend(new FakeLabeller("llm:large", _ =>
        {
            dying.Cancel();
            throw new OperationCanceledException(dying.Token);
        }));
        await Should.ThrowAsync<OperationCanceledException>(() => bench.Runner.RunDueAsync(dying.Token));
        (await bench.AuditOfAsync(decision)).Answers.ShouldHaveSingleItem().Tier.ShouldBe("small-llm");
        bench.Serve.Mend(large);
        using var next = bench.AnotherRunner();

        (await next.RunDueAsync(Cancellation)).ShouldBe(0);
        bench.Serve.Clock.Advance(TimeSpan.FromMinutes(11));
        (await next.RunDueAsync(Cancellation)).ShouldBe(1);

        var audit = await bench.AuditOfAsync(decision);
        (audit.State, audit.Agrees, audit.Attempts, small.Calls).ShouldBe((AuditState.Done, true, 2, 1));
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_tier_that_stays_down_makes_the_audit_fail_with_the_reason_and_it_is_counted(string database)
    {
        await using var bench = await DecisionBench.CreateAsync(database);
        bench.Settings.MaxAttempts = 2;
        var (small, large) = (FakeLabeller.Failing("llm:small"), FakeLabeller.Sure("llm:large", "bill", 0.9, 0.003m));
        var route = await bench.Serve.GoLiveAsync(("classical", FakeLabeller.Sure("model:a", "bill", 0.9), 0.8), ("small-llm", small, 0.8), ("large-llm", large, null));
        var decision = await bench.PredictAsync("my invoice");

        await bench.AuditAllAsync();
        var waiting = await bench.AuditOfAsync(decision);
        bench.Serve.Clock.Advance(TimeSpan.FromMinutes(2));
        await bench.AuditAllAsync();

        (waiting.State, waiting.Text).ShouldBe((AuditState.Open, "my invoice"));
        var audit = await bench.AuditOfAsync(decision);
        (audit.State, audit.Error, audit.Text, audit.Agrees).ShouldBe((AuditState.Failed, "small-llm: The provider does not answer.", null, true));
        audit.Answers.Single(answer => answer.Tier == "small-llm").CostUsd.ShouldBe(0.0002m);
        (small.Calls, large.Calls).ShouldBe((2, 1));
        var figures = await bench.Audits.FiguresAsync("mail", route.Hash, null, Cancellation);
        (figures.Drawn, figures.Failed, figures.Open, figures.Compared, figures.Agreement).ShouldBe((1, 1, 0, 1, 1.0));
    }

    [Fact]
    public async Task A_tier_that_has_no_answer_to_the_text_is_heard_and_not_asked_again()
    {
        await using var bench = await DecisionBench.CreateAsync();
        var odd = new FakeLabeller("llm:small", _ => Proposal.Failed(Fault.Unavailable("answer-off-schema", "It named no label."), 0.001m, null));
        await bench.Serve.GoLiveAsync(
            ("classical", FakeLabeller.Sure("model:a", "bill", 0.9), 0.8), ("small-llm", odd, 0.8), ("large-llm", FakeLabeller.Sure("llm:large", "bill", 0.9), null));
        var decision = await bench.PredictAsync("x");

        await bench.AuditAllAsync();

        (await bench.AuditOfAsync(decision)).State.ShouldBe(AuditState.Done);
        odd.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_reference_that_failed_the_request_is_asked_again_and_a_changed_labeller_is_not_heard()
    {
        await using var bench = await DecisionBench.CreateAsync();
        bench.Settings.MaxAttempts = 1;
        await bench.Serve.GoLiveAsync(("classical", FakeLabeller.Sure("model:a", "bill", 0.5), 0.8), ("large-llm", FakeLabeller.Failing("llm:large"), null));
        var first = await bench.PredictAsync("x");
        bench.Serve.Mend(FakeLabeller.Sure("llm:large", "bill", 0.9));
        await bench.AuditAllAsync();
        var second = await bench.PredictAsync("y", "r2");
        bench.Serve.Mend(new FakeLabeller("llm:large", _ => new("bill", 1, "", 0, null), version: "2"));
        using var afterChange = bench.AnotherRunner();
        await afterChange.RunDueAsync(Cancellation);

        (await bench.AuditOfAsync(first)).Agrees.ShouldBe(true);
        var audit = await bench.AuditOfAsync(second);
        (audit.State, audit.Agrees).ShouldBe((AuditState.Failed, null));
        audit.Error.ShouldNotBeNull().ShouldContain("not what it was");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task An_audit_by_people_waits_with_its_text_until_somebody_has_said_what_is_right(string database)
    {
        await using var bench = await DecisionBench.CreateAsync(database);
        bench.Settings.AuditBy = AuditJudge.People;
        await bench.Serve.GoLiveAsync(("classical", FakeLabeller.Sure("model:a", "bill", 0.9), 0.8), ("large-llm", FakeLabeller.Sure("llm:large", "login", 0.9), null));
        var decision = await bench.PredictAsync("my invoice");
        await bench.AuditAllAsync();

        (await bench.Audits.WaitingAsync("mail", 10, Cancellation)).ShouldHaveSingleItem().ShouldBe(new(decision.Id, "my invoice", bench.Serve.Clock.GetUtcNow()));
        await bench.Decisions.JudgeAsync("mail", decision.Id, "bill", "ada", Cancellation);

        (await bench.Audits.WaitingAsync("mail", 10, Cancellation)).ShouldBeEmpty();
        (await bench.AuditOfAsync(decision)).ShouldSatisfyAllConditions(
            audit => audit.State.ShouldBe(AuditState.Done), audit => audit.Text.ShouldBeNull(), audit => audit.Answers.Count.ShouldBe(1));
        var figures = await bench.Audits.FiguresAsync("mail", null, null, Cancellation);
        (figures.Gold, figures.RouteRight, figures.OnlyRouteRight, figures.OnlyReferenceRight, figures.Agreeing).ShouldBe((1, 1, 1, 0, 0));
    }

    [Fact]
    public async Task Two_runners_never_ask_for_the_same_audit()
    {
        await using var bench = await DecisionBench.CreateAsync();
        var large = FakeLabeller.Sure("llm:large", "bill", 0.9);
        await bench.Serve.GoLiveAsync(("classical", FakeLabeller.Sure("model:a", "bill", 0.9), 0.8), ("large-llm", large, null));
        await bench.PredictManyAsync(40);
        using var other = bench.AnotherRunner();

        await Task.WhenAll(DrainAsync(bench.Runner), DrainAsync(other));

        large.Calls.ShouldBe(40);
        (await bench.Audits.FiguresAsync("mail", null, null, Cancellation)).Compared.ShouldBe(40);
    }

    private static async Task DrainAsync(AuditRunner runner)
    {
        while (await runner.RunDueAsync(Cancellation) > 0)
        {
        }
    }
}
