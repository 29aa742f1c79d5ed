using HybridAi.Curate.Review;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Prediction;
using HybridAi.Serve.Routing;
using HybridAi.Tests.Serve.Decisions;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Serve.Prediction;

public class PersonTierTests
{
    private readonly FakeLabeller _classical = FakeLabeller.Sure("model:a", "bill", 0.5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task What_no_tier_is_sure_of_goes_to_a_person_and_the_best_guess_stands_meanwhile(string database)
    {
        await using var bench = await ServeBench.CreateAsync(database);
        await bench.GoLiveAsync(new PricedTier("classical", _classical, 0.8), new PricedTier("person", People(bench), null, 0.4m));

        var answer = await OneAsync(bench, "is this a bill");

        (answer.Label, answer.Tier, answer.Degraded?.Code, answer.Certified, answer.CostUsd).ShouldBe(("bill", "classical", "person-asked", false, 0.4m));
        var asked = (await bench.People.FindAsync("mail", answer.AskedRecord!, Cancellation)).Value;
        (asked.State, asked.Since is null).ShouldBe((AskedState.Waiting, false));
        // Asked once: the next request waits with the first and pays nothing.
        (await OneAsync(bench, "is this a bill")).ShouldSatisfyAllConditions(
            again => again.AskedRecord.ShouldBe(answer.AskedRecord), again => again.CostUsd.ShouldBe(0));
    }

    [Fact]
    public async Task Who_was_asked_and_has_yet_to_answer_makes_the_guess_no_surer()
    {
        await using var bench = await ServeBench.CreateAsync();
        var people = People(bench);
        await bench.GoLiveAsync(("classical", _classical, 0.8), ("person", people, null));
        var route = ServeBench.RouteOver(("classical", _classical, 0.8), ("person", people, null));
        var policy = route.Policy.Main;
        // Where both have answered, almost every answer was right.
        var states = policy.States.ToDictionary(state => state.Key, state => state.Key == 0b11 ? state.Value with { Calibration = new([], 0, 0, 0, 0, 6) } : state.Value);
        var stored = await bench.Routes.SaveAsync(route with { Policy = new(policy with { States = states }) }, Cancellation);
        await bench.Routes.MakeLiveAsync("mail", stored.Hash, "test", Cancellation);

        var answer = await OneAsync(bench, "is this a bill");

        (answer.Label, answer.Degraded?.Code).ShouldBe(("bill", "person-asked"));
        answer.Reason[0].Reliability.ShouldBeLessThan(0.9);
        (answer.Confidence, answer.Reason[1].Reliability).ShouldBe((answer.Reason[0].Reliability, answer.Reason[0].Reliability));
    }

    [Fact]
    public async Task Once_people_have_labelled_the_text_it_is_answered_by_them()
    {
        await using var bench = await ServeBench.CreateAsync();
        await bench.GoLiveAsync(("classical", _classical, 0.8), ("person", People(bench), null));
        var asked = (await OneAsync(bench, "is this a bill")).AskedRecord!;
        await LabelAsync(bench, asked, "login");

        var answer = await OneAsync(bench, "is this a bill");

        (answer.Label, answer.Tier, answer.Degraded, answer.Certified, answer.AskedRecord, answer.CostUsd).ShouldBe(("login", "person", null, true, null, 0m));
    }

    [Fact]
    public async Task A_project_that_wants_no_guess_gets_none_and_still_asks()
    {
        await using var bench = await ServeBench.CreateAsync(options: new() { Fallback = Fallback.Refuse });
        await bench.GoLiveAsync(("classical", _classical, 0.8), ("person", People(bench), null));

        var answer = await OneAsync(bench, "is this a bill");

        (answer.Label, answer.Fault?.Code, answer.AskedRecord is null).ShouldBe((null, "person-asked", false));
    }

    [Fact]
    public async Task Nobody_is_asked_for_a_text_that_a_cheaper_tier_is_sure_of_or_that_must_cost_less()
    {
        await using var bench = await ServeBench.CreateAsync();
        var unsure = new FakeLabeller("model:a", text => new("bill", text == "clear" ? 0.9 : 0.5, "", 0, null));
        await bench.GoLiveAsync(new PricedTier("classical", unsure, 0.8), new PricedTier("person", People(bench), null, 0.4m));

        (await OneAsync(bench, "clear")).AskedRecord.ShouldBeNull();
        (await OneAsync(bench, "unclear", new(MaxCostUsd: 0.1m))).ShouldSatisfyAllConditions(
            answer => answer.Degraded!.Code.ShouldBe("cost-limit"), answer => answer.AskedRecord.ShouldBeNull());
        (await OneAsync(bench, "clear", new(Tier: "person"))).ShouldSatisfyAllConditions(
            answer => answer.Fault!.Code.ShouldBe("person-asked"), answer => answer.AskedRecord.ShouldNotBeNull());
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task An_audit_waits_in_the_review_queue_and_ends_with_the_person_s_word(string database)
    {
        await using var bench = await DecisionBench.CreateAsync(database);
        await bench.Serve.GoLiveAsync(("classical", FakeLabeller.Sure("model:a", "bill", 0.9), 0.8), ("person", People(bench.Serve), null));
        var sure = await bench.PredictAsync("a clear bill");
        await bench.AuditAllAsync();
        var waiting = await bench.AuditOfAsync(sure);
        waiting.State.ShouldBe(AuditState.Waiting);
        var record = (await bench.Serve.People.OfTextAsync("mail", "a clear bill", Cancellation)).ShouldNotBeNull();

        await LabelAsync(bench.Serve, record.RecordId, "login");
        await bench.AuditAllAsync();

        var audit = await bench.AuditOfAsync(sure);
        (audit.State, audit.ReferenceLabel, audit.Agrees, audit.Text).ShouldBe((AuditState.Done, "login", false, null));
        (await bench.Audits.FiguresAsync("mail", null, null, Cancellation)).ShouldSatisfyAllConditions(
            figures => (figures.Gold, figures.OnlyReferenceRight, figures.RouteRight).ShouldBe((1, 1, 0)));
    }

    private static PersonLabeller People(ServeBench bench) => new(ServeBench.Mail, bench.People, new(bench.Database), bench.Clock);

    private static async Task LabelAsync(ServeBench bench, string record, string label)
    {
        var planner = new QueuePlanner(bench.Database);
        var (records, labels) = (new HybridAi.Curate.Ingestion.RecordStore(bench.Database, bench.Clock), new HybridAi.Curate.Labelling.LabelStore(bench.Database));
        var desk = new ReviewDesk(bench.Database, planner, records, labels, new(bench.Database, planner, new(records), records, labels, bench.Clock), bench.Clock);
        (await desk.CorrectAsync(Learn.LearnBench.MailVersion, record, "ann", label, false, null, Cancellation)).Fault.ShouldBeNull();
    }

    private static async Task<HybridAi.Serve.Prediction.Prediction> OneAsync(ServeBench bench, string text, PredictionLimits? limits = null)
        => (await bench.Predictor.PredictAsync("mail", HybridAi.Llm.Gateway.Payer.Project, [new(null, text)], limits ?? PredictionLimits.None, Cancellation)).Value[0];
}
