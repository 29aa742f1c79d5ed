using Dapper;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using HybridAi.Learn.Training;
using HybridAi.Serve.Routing;
using HybridAi.Storage;
using HybridAi.Tests.Learn;
using Record = HybridAi.Curate.Ingestion.Record;

namespace HybridAi.Tests.Serve.Routing;

public class RouteStageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_route_is_chosen_on_held_out_rows_and_says_what_it_came_from()
    {
        await using var bench = await LearnBench.CreateAsync();
        var (stage, dataset, labels) = await FreezeAsync(bench, 2_600);
        var model = (await bench.Stage.RunAsync(LearnBench.MailVersion, dataset, TextLinearTrainer.MemberName, new(), null, Cancellation)).Value.Card;
        var classical = (await OpenAsync(bench, dataset, ModelLabeller.NameOf(model.Hash))).Value;
        var reference = Reference(labels);

        var route = (await stage.RunAsync(
            LearnBench.MailVersion, dataset, [new(TierNames.Classical, classical, 0), new(TierNames.LargeLlm, reference, null)], new(), null, null, Cancellation)).Value.Definition;

        route.Steps[0].Tier.ShouldBe("classical");
        route.Evidence.Certificate.State.ShouldBe(CertificateState.Certified);
        (route.ModelHash, route.DatasetHash, route.Reference.CostPerCallUsd).ShouldBe((model.Hash, dataset.Manifest.Hash, 0.002m));
        route.Steps[0].LabellerVersion.ShouldBe(model.Hash);
        route.Evidence.Calibration!.Rows.ShouldBe(dataset.Of(Split.Calibration).Count);
        route.Evidence.Test!.CostPer1000Usd!.Value.ShouldBeLessThan(1);
        reference.Calls.ShouldBe(dataset.Of(Split.Calibration).Count + dataset.Of(Split.Test).Count);
    }

    [Fact]
    public async Task People_as_the_reference_answer_what_the_first_of_them_said_and_cost_what_was_stated()
    {
        await using var bench = await LearnBench.CreateAsync();
        var (stage, dataset, labels) = await FreezeAsync(bench, 1_200);
        var people = (await OpenAsync(bench, dataset, PersonLabeller.MemberName)).Value;
        var wrong = dataset.Of(Split.Calibration).Take(30).ToList();
        await using (var connection = await bench.Database.OpenAsync(Cancellation))
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO annotations (project, project_version, record_id, annotator, action, label, suggestion_shown, voided, created_at)
                VALUES ('mail', 1, @RecordId, 'ann', 'Correct', @Label, 0, 0, @now)
                """,
                wrong.Select(row => new { row.RecordId, Label = row.Label == "bill" ? "login" : "bill", now = bench.Clock.GetUtcNow() }));
        }

        var cheap = new FakeLabeller("llm:small", text => new(labels[text], 0.95, "", 0.002m, null));
        var route = (await stage.RunAsync(
            LearnBench.MailVersion, dataset, [new(TierNames.SmallLlm, cheap, null), new(TierNames.Person, people, 0.4m)], new(), null, null, Cancellation)).Value.Definition;

        route.Reference.ShouldBe(new("person", "person", LearnBench.Mail.Hash(), 0.4m));
        (route.Steps.Count, route.Steps[0].Tier, route.Evidence.Certificate.State).ShouldBe((1, "small-llm", CertificateState.Certified));
        var calibration = route.Evidence.Calibration!;
        (calibration.Accuracy, Math.Round(calibration.ReferenceAccuracy * calibration.Rows)).ShouldBe((1, calibration.Rows - 30.0));
    }

    [Fact]
    public async Task Scores_are_right_within_the_tolerance_and_a_score_that_no_row_has_is_an_answer_too()
    {
        await using var bench = await LearnBench.CreateAsync();
        var (stage, dataset, labels) = await FreezeAsync(bench, 2_600);
        var scored = LearnBench.Mail with { Kind = ProjectKind.Score, Labels = [], Score = new(0, 10, 0.5m) };
        var scores = dataset with { Rows = [.. dataset.Rows.Select(row => row with { Label = Score(row.Label) })] };
        var small = new FakeLabeller("llm:small", text => new(Score(labels[text]) + ".5", 0.9, "", 0.0001m, null));
        var large = new FakeLabeller("llm:large", text => new(Score(labels[text]), 0.9, "", 0.01m, null));
        Tier[] tiers = [new(TierNames.SmallLlm, small, null), new(TierNames.LargeLlm, large, null)];

        var near = (await stage.RunAsync(new(1, scored, scored.Hash(), DateTimeOffset.UnixEpoch), scores, tiers, new(Tolerance: 0.5), null, null, Cancellation)).Value.Definition;
        var exact = (await stage.RunAsync(new(1, scored, scored.Hash(), DateTimeOffset.UnixEpoch), scores, tiers, new(), null, null, Cancellation)).Value.Definition;

        (near.Steps[0].Tier, near.Evidence.Certificate.State).ShouldBe(("small-llm", CertificateState.Certified));
        near.Labels.ShouldContain("9.5");
        exact.IsReferenceAlone.ShouldBeTrue();
        (await stage.RunAsync(LearnBench.MailVersion, dataset, tiers, new(Tolerance: 1), null, null, Cancellation)).Fault!.Code.ShouldBe("tolerance-unfit");
        var fine = scored with { Score = new(0, 10, 0.001m) };
        (await stage.RunAsync(new(1, fine, fine.Hash(), DateTimeOffset.UnixEpoch), scores, tiers, new(), null, null, Cancellation)).Fault!.Code.ShouldBe("scale-too-fine");

        static string Score(string label) => label.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Choosing_again_pays_nobody_twice()
    {
        await using var bench = await LearnBench.CreateAsync();
        var (stage, dataset, labels) = await FreezeAsync(bench, 200);
        var reference = Reference(labels);
        Tier[] tiers = [new(TierNames.Lexical, (await OpenAsync(bench, dataset, "lexical")).Value, 0), new(TierNames.LargeLlm, reference, null)];
        var first = (await stage.RunAsync(LearnBench.MailVersion, dataset, tiers, new(), null, null, Cancellation)).Value;
        var calls = reference.Calls;

        var again = (await stage.RunAsync(LearnBench.MailVersion, dataset, tiers, new(), null, null, Cancellation)).Value;

        again.Hash.ShouldBe(first.Hash);
        reference.Calls.ShouldBe(calls);
    }

    [Fact]
    public async Task Tiers_that_are_missing_or_named_twice_are_refused()
    {
        await using var bench = await LearnBench.CreateAsync();
        var (stage, dataset, labels) = await FreezeAsync(bench, 30);
        var tier = new Tier(TierNames.LargeLlm, Reference(labels), null);

        (await stage.RunAsync(LearnBench.MailVersion, dataset, [], new(), null, null, Cancellation)).Fault!.Code.ShouldBe("tiers-missing");
        (await stage.RunAsync(LearnBench.MailVersion, dataset, [tier, tier], new(), null, null, Cancellation)).Fault!.Code.ShouldBe("tier-twice");
    }

    [Fact]
    public async Task Each_value_of_a_slice_field_is_protected_and_an_unknown_field_is_refused_before_anybody_is_paid()
    {
        await using var bench = await LearnBench.CreateAsync();
        var (stage, dataset, labels) = await FreezeAsync(bench, 400);
        var (cheap, reference) = (new FakeLabeller("llm:small", text => new(labels[text], 0.9, "", 0.0001m, null)), Reference(labels));
        Tier[] tiers = [new(TierNames.SmallLlm, cheap, null), new(TierNames.LargeLlm, reference, null)];

        (await stage.RunAsync(LearnBench.MailVersion, dataset, tiers, new(0.2) { SliceFields = ["region"] }, null, null, Cancellation)).Fault!.ShouldSatisfyAllConditions(
            fault => fault.Code.ShouldBe("slice-field-unknown"), fault => fault.Reason.ShouldContain("They have channel."));
        reference.Calls.ShouldBe(0);

        var route = (await stage.RunAsync(LearnBench.MailVersion, dataset, tiers, new(0.2) { SliceFields = ["channel"] }, null, null, Cancellation)).Value.Definition;
        route.Evidence.Certificate.Slices.Select(slice => (slice.Slice, slice.Held)).ShouldBe([("channel=chat", true), ("channel=mail", true)]);
        route.Evidence.Certificate.Slices.Sum(slice => slice.Rows).ShouldBe(route.Evidence.Certificate.Rows);
    }

    [Fact]
    public async Task What_is_only_looked_for_is_not_kept()
    {
        await using var bench = await LearnBench.CreateAsync();
        var (stage, dataset, labels) = await FreezeAsync(bench, 30);

        var route = (await stage.ChooseAsync(LearnBench.MailVersion, dataset, [new(TierNames.LargeLlm, Reference(labels), null)], new(), null, null, Cancellation)).Value;

        (await new RouteStore(bench.Database, bench.Clock).FindAsync("mail", route.Hash(), Cancellation)).Fault!.Code.ShouldBe("route-unknown");
    }

    [Fact]
    public async Task A_budget_s_refusal_is_the_stage_s_and_no_route_is_chosen_on_part_of_the_rows()
    {
        await using var bench = await LearnBench.CreateAsync();
        var (stage, dataset, _) = await FreezeAsync(bench, 60);
        var poor = new FakeLabeller("llm:large", _ => Proposal.Failed(Fault.Conflict("budget-exhausted", "There is no room."), 0, null));

        (await stage.RunAsync(LearnBench.MailVersion, dataset, [new("large-llm", poor, null)], new(), null, null, Cancellation)).Fault!.Code.ShouldBe("budget-exhausted");
    }

    [Fact]
    public async Task A_model_answers_with_its_short_hash_as_name_and_explains_on_demand()
    {
        await using var bench = await LearnBench.CreateAsync();
        var dataset = MailRows.Dataset();
        var model = (await bench.Stage.RunAsync(LearnBench.MailVersion, dataset, TextLinearTrainer.MemberName, new(), null, Cancellation)).Value.Card;

        var labeller = (ModelLabeller)(await OpenAsync(bench, dataset, ModelLabeller.NameOf(model.Hash))).Value;
        var proposal = await labeller.ProposeAsync(new("request", "r1", "please pay open now"), Cancellation);

        labeller.Name.ShouldBe($"model:{model.ShortHash}");
        (proposal.Label, proposal.CostUsd, proposal.Fault).ShouldBe(("bill", 0m, null));
        proposal.Confidence.ShouldBeInRange(0.34, 1);
        labeller.Explain("please pay open now", "bill").ShouldContain("pay open");
        labeller.Explain("please pay open now", "unknown").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_that_is_not_registered_cannot_be_opened()
    {
        await using var bench = await LearnBench.CreateAsync();

        (await OpenAsync(bench, MailRows.Dataset(), "model:0123abcd")).Fault!.Code.ShouldBe("model-unknown");
    }

    private static FakeLabeller Reference(Dictionary<string, string> labels) => new("llm:large", text => new(labels[text], 0.95, "", 0.002m, null));

    private static Task<Outcome<ILabeller>> OpenAsync(LearnBench bench, Dataset dataset, string labeller)
        => new TierSource(bench.Labellers, new(bench.Database, bench.Artefacts, bench.Clock), bench.Registry, bench.Files, bench.People, new(bench.Database), bench.Clock)
            .OpenForRoutingAsync(LearnBench.Mail, dataset.Manifest.Hash, labeller, Cancellation);

    internal static async Task<(RouteStage Stage, Dataset Dataset, Dictionary<string, string> Labels)> FreezeAsync(LearnBench bench, int count)
    {
        var rows = MailRows.Dataset(train: count, test: 0).Rows.DistinctBy(row => row.Text).ToList();
        var records = new RecordStore(bench.Database, bench.Clock);
        await records.AddAsync("mail", [.. rows.Select(row => new Record(
            row.RecordId, row.Text, new Dictionary<string, string> { ["channel"] = row.Text.Length % 2 == 0 ? "mail" : "chat" }, row.Label, ContentHash.Of(row.Text), ContentHash.Of(row.Text), null, "mail.csv", 1))], Cancellation);
        var labels = new LabelStore(bench.Database);
        var datasets = new DatasetStore(bench.Database, bench.Artefacts, bench.Clock);
        var resolved = new ResolvedLabels(bench.Database, new(bench.Database));
        var autoAccept = new AutoAccept(new(bench.Database), records, resolved, new(bench.Database, bench.Clock));
        var dataset = (await new DatasetFreezer(records, labels, resolved, autoAccept, datasets).FreezeAsync(LearnBench.MailVersion, new([]), Cancellation)).Value;
        var labelling = new LabellingStage(new(bench.Database, records), new(bench.Database), new(bench.Database), bench.Clock);
        return (new(labelling, labels, new(bench.Database, bench.Clock), new(records)), dataset, rows.ToDictionary(row => row.Text, row => row.Label));
    }
}
