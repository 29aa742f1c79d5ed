using HybridAi.Jobs.Webhooks;
using HybridAi.Learning.Statistics;
using HybridAi.Serve.Routing;
using HybridAi.Serve.Succession;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Succession;

public class FloorMonitorTests
{
    private static readonly FakeLabeller Small = FakeLabeller.Sure("llm:small", "bill", 0.9);
    private static readonly FakeLabeller Large = FakeLabeller.Sure("llm:large", "login", 0.9, 0.003m);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_broken_floor_sends_everything_to_the_reference(string database)
    {
        await using var bench = await SuccessionBench.CreateAsync(database);
        var route = await bench.GoLiveAsync(("small-llm", Small, 0.5), ("large-llm", Large, null));
        (await bench.ServeAsync("x"))[0].Label.ShouldBe("bill");

        var audits = 0;
        while ((await bench.Routes.LiveHashAsync("mail", Cancellation)) == route.Hash && audits < 200)
            await bench.Intake.TakeAsync(Audited(route, audits++, "bill", "login", "login"), Cancellation);

        audits.ShouldBeLessThan(20);
        (await bench.ServeAsync("x"))[0].Label.ShouldBe("login");
        var verdict = (await bench.Floors.ListAsync("mail", Cancellation)).ShouldHaveSingleItem();
        (verdict.Audits, verdict.Mean, verdict.Floor, verdict.BrokenAt).ShouldBe((audits, -1, -0.01, bench.Clock.GetUtcNow()));
        var move = (await bench.Routes.HistoryAsync("mail", Cancellation))[^1];
        move.Reason.ShouldStartWith($"floor broken: {audits} audits speak against the floor");
        var safe = (await bench.Routes.LiveAsync("mail", Cancellation)).Value.Definition;
        (safe.Steps.Single().Labeller, safe.Evidence.Certificate.State).ShouldBe(("llm:large", CertificateState.Refused));
    }

    [Fact]
    public async Task A_floor_that_holds_is_left_alone()
    {
        await using var bench = await SuccessionBench.CreateAsync();
        var route = await bench.GoLiveAsync(("small-llm", Small, 0.5), ("large-llm", Large, null));

        // As many wins as losses.
        for (var i = 0; i < 200; i++)
            await bench.Intake.TakeAsync(Audited(route, i, i % 10 == 0 ? "bill" : "login", i % 10 == 5 ? "parcel" : "login", i % 20 < 10 ? "login" : "bill"), Cancellation);

        (await bench.Routes.LiveHashAsync("mail", Cancellation)).ShouldBe(route.Hash);
        (await bench.Floors.ListAsync("mail", Cancellation)).ShouldHaveSingleItem().BrokenAt.ShouldBeNull();
    }

    [Fact]
    public async Task The_monitor_goes_on_after_a_restart_where_it_was()
    {
        await using var bench = await SuccessionBench.CreateAsync();
        var route = await bench.GoLiveAsync(("small-llm", Small, 0.5), ("large-llm", Large, null));
        var whole = new EProcess(-0.01);
        var again = bench;

        for (var i = 0; i < 12; i++)
        {
            var (label, reference) = (i % 3 == 0 ? "bill" : "login", i % 4 == 0 ? "bill" : "login");
            whole.Add((label == "login" ? 1 : 0) - (reference == "login" ? 1 : 0));
            again = again.Restarted();
            await again.Intake.TakeAsync(Audited(route, i, label, reference, "login"), Cancellation);
        }

        var verdict = (await bench.Floors.ListAsync("mail", Cancellation)).ShouldHaveSingleItem();
        (verdict.Audits, verdict.Evidence).ShouldBe((12, whole.LogWealth));
    }

    [Fact]
    public async Task An_audit_counts_once_and_again_only_for_the_gold_that_came_later()
    {
        await using var bench = await SuccessionBench.CreateAsync();
        var route = await bench.SaveAsync(WithEvidence(0.9), Small, Large);
        await bench.Routes.MakeLiveAsync("mail", route.Hash, "test", Cancellation);
        var audit = Audited(route, 1, "bill", "login", null);

        await bench.Intake.TakeAsync(audit, Cancellation);
        await bench.Intake.TakeAsync(audit, Cancellation);
        await bench.Intake.TakeAsync(audit with { Gold = "bill" }, Cancellation);
        await bench.Intake.TakeAsync(audit with { Gold = "bill" }, Cancellation);

        (await bench.Floors.ListAsync("mail", Cancellation)).OrderBy(one => one.Truth).Select(one => (one.Truth, one.Audits, one.Mean))
            .ShouldBe([(Truth.Gold, 1, 1), (Truth.Reference, 1, 0)]);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Disagreement_with_the_reference_is_a_broken_floor_only_where_the_project_trusts_it(bool trusts)
    {
        await using var bench = await SuccessionBench.CreateAsync();
        var route = await bench.SaveAsync(WithEvidence(0.9), Small, Large);
        await bench.Routes.MakeLiveAsync("mail", route.Hash, "test", Cancellation);
        await bench.Settings.SaveAsync("mail", new(TrustReference: trusts), Cancellation);

        for (var i = 0; i < 60; i++) await bench.Intake.TakeAsync(Audited(route, i, "bill", i % 2 == 0 ? "bill" : "login", null), Cancellation);

        var verdict = (await bench.Floors.ListAsync("mail", Cancellation)).ShouldHaveSingleItem();
        (verdict.Truth, verdict.BrokenAt is null, Math.Round(verdict.Floor, 6)).ShouldBe((Truth.Reference, false, 0.88));
        ((await bench.Routes.LiveHashAsync("mail", Cancellation)) == route.Hash).ShouldBe(!trusts);
    }

    [Fact]
    public async Task A_fall_back_that_a_dying_process_left_undone_is_done_by_the_next_look_and_told()
    {
        await using var bench = await SuccessionBench.CreateAsync();
        var route = await bench.GoLiveAsync(("small-llm", Small, 0.5), ("large-llm", Large, null));
        await new WebhookStore(bench.Database, new(), bench.Clock).AddAsync("mail", "https://example.com/hook", [WebhookEvents.RouteFloorBroken], Cancellation);
        for (var i = 0; i < 30; i++) await bench.Floors.AddAsync(Audited(route, i, "bill", "login", "login"), Cancellation);
        (await bench.Routes.LiveHashAsync("mail", Cancellation)).ShouldBe(route.Hash);

        (await bench.Restarted().Floors.FallBackAsync("mail", false, Cancellation)).ShouldNotBeNull();
        (await bench.Floors.FallBackAsync("mail", false, Cancellation)).ShouldBeNull();

        await using var connection = await bench.Database.OpenAsync(Cancellation);
        (await Dapper.SqlMapper.QueryAsync<string>(connection, "SELECT event FROM webhook_deliveries")).ShouldBe(["route.floor-broken"]);
    }

    private static AuditedDecision Audited(StoredRoute route, int i, string label, string reference, string? gold)
        => new($"audit-{i}", "mail", $"request-{i}", "r", route.Hash, label, reference, gold, DateTimeOffset.UnixEpoch);

    private static Route WithEvidence(double accuracy)
    {
        var route = ServeBench.RouteOver(("small-llm", Small, 0.5), ("large-llm", Large, null));
        var certificate = route.Evidence.Certificate with { State = CertificateState.Certified, Rows = 100, Wins = 1, Losses = 1 };
        var judged = new RouteJudgement(100, accuracy, accuracy, accuracy - 0.01, 1, 1, 0, 0, new Dictionary<string, double>(), null, null, new Dictionary<string, double>());
        return route with { Evidence = route.Evidence with { Certificate = certificate, Calibration = judged } };
    }
}
