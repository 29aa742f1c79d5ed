using HybridAi.Serve.Decisions;
using HybridAi.Serve.Succession;
using HybridAi.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Tests.Serve.Succession;

public class AuditFeedTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Audits_of_the_decision_log_move_the_monitor_once_people_have_spoken(string database)
    {
        await using var bench = await SuccessionBench.CreateAsync(database);
        (bench.Decisions.Enabled, bench.Decisions.AuditShare, bench.Decisions.AuditBy) = (true, 1, AuditJudge.People);
        var route = await bench.GoLiveAsync(("small-llm", FakeLabeller.Sure("llm:small", "bill", 0.9), 0.5), ("large-llm", FakeLabeller.Sure("llm:large", "login", 0.9), null));
        var feed = new AuditFeed(bench.Database, bench.Intake);
        var decisions = new DecisionStore(bench.Database, bench.Routes, bench.Clock);
        var runner = new AuditRunner(
            new(bench.Database, bench.Clock), decisions, bench.Routes, (_, _, name, _) => bench.OpenAsync(name), ServeBench.PeopleOver(bench.Test), bench.Decisions, bench.Clock, NullLogger<AuditRunner>.Instance);
        await bench.ServeAsync(30);
        (await feed.ProjectsAsync(Cancellation)).ShouldBeEmpty();
        while (await runner.RunDueAsync(Cancellation) > 0) { }

        // The reference is known, and nobody has said who is right.
        (await feed.ProjectsAsync(Cancellation)).ShouldBe(["mail"]);
        (await feed.TakeInAsync("mail", Cancellation)).ShouldBe(30);
        (await feed.TakeInAsync("mail", Cancellation)).ShouldBe(0);
        (await bench.Floors.ListAsync("mail", Cancellation)).ShouldBeEmpty();

        foreach (var decision in await decisions.ServedAsync("mail", null, null, 100, Cancellation)) await decisions.JudgeAsync("mail", decision.Id, "login", "ann", Cancellation);
        (await feed.TakeInAsync("mail", Cancellation)).ShouldBe(30);
        (await feed.ProjectsAsync(Cancellation)).ShouldBeEmpty();

        var verdict = (await bench.Floors.ListAsync("mail", Cancellation)).ShouldHaveSingleItem();
        (verdict.Truth, verdict.Audits, verdict.Mean, verdict.BrokenAt is null).ShouldBe((Truth.Gold, 30, -1, false));
        (await bench.Routes.LiveHashAsync("mail", Cancellation)).ShouldNotBe(route.Hash);
    }
}
