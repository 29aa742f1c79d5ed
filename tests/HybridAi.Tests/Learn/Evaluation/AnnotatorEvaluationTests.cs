using System.Text.Json;
using HybridAi.Learn.Evaluation;
using HybridAi.Storage;
using HybridAi.Tests.Learning;

namespace HybridAi.Tests.Learn.Evaluation;

public sealed class AnnotatorEvaluationTests : IDisposable
{
    private const string Votes = "item,annotator,label\n1,a,x\n1,b,x\n1,c,y\n2,a,y\n2,b,y\n2,c,y\n3,a,x\n3,c,y\n";
    private const string Gold = "item,label\n1,x\n2,y\n";

    private readonly TestFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_report_has_exactly_the_documented_keys()
    {
        var report = Run((await ReadAsync(Votes, Gold)).Value, new());

        using var json = JsonDocument.Parse(Json.Write(report));
        json.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe([
            "kind", "seed", "elapsedSeconds", "items", "votes", "goldItems", "goldSeen", "judgedOn", "majority", "dawidSkene", "oneCoin", "chosen", "methods",
            "fleissKappa", "krippendorffAlpha", "undefined", "perAnnotator",
        ], ignoreOrder: true);
        (report.Items, report.Votes, report.GoldItems, report.GoldSeen, report.JudgedOn).ShouldBe((3, 8, 2, 1, "unseen-gold"));
        report.PerAnnotator.Single(one => one.Annotator == "c").GoldAccuracy.ShouldBe(0.5);
    }

    [Fact]
    public async Task Where_all_gold_may_be_seen_each_item_is_judged_while_its_gold_is_hidden()
    {
        var report = Run((await ReadAsync(Votes, Gold)).Value, new(GoldShare: 1));

        (report.GoldSeen, report.JudgedOn).ShouldBe((2, "cross-validation"));
        report.Majority.ShouldBe(1);
    }

    [Theory]
    [InlineData(Votes + "3,c,x\n", Gold, "votes.csv:10, column 'annotator'", "on line 9")]
    [InlineData(Votes + "3,d,\n", Gold, "votes.csv:10, column 'label'", "no value")]
    [InlineData(Votes, "item,label\n1,x\n7,y\n", "gold.csv:3, column 'item'", "Nobody voted on this item")]
    [InlineData(Votes, "item,label\n7,x\n8,y\n", "gold.csv, column 'item'", "named alike")]
    [InlineData(Votes, "item,label\n1,x\n1,y\n", "gold.csv:3, column 'label'", "another label")]
    [InlineData("item,annotator,label\n1,a,x\n2,a,y\n", Gold, "votes.csv, column 'annotator'", "one annotator")]
    [InlineData("task,annotator,label\n1,a,x\n2,a,y\n", Gold, "votes.csv", "no column 'item'")]
    public async Task Bad_input_is_refused_with_its_place(string votes, string gold, string place, string reason)
    {
        var fault = (await ReadAsync(votes, gold)).Fault.ShouldNotBeNull();

        fault.Place.ShouldNotBeNull().ShouldEndWith(place);
        fault.Reason.ShouldContain(reason);
    }

    [Fact]
    public async Task Votes_for_one_label_only_leave_agreement_undefined_and_say_why()
    {
        var report = Run((await ReadAsync("item,annotator,label\n1,a,x\n1,b,x\n2,a,x\n", "item,label\n1,x\n")).Value, new());

        report.FleissKappa.ShouldBeNull();
        report.Undefined["fleissKappa"].ShouldContain("one label");
        report.Chosen.Accuracy.ShouldBe(1);
    }

    [Theory]
    [InlineData("CF", 0.877)]
    [InlineData("SP", 0.915)]
    public async Task On_real_crowds_the_method_chosen_by_a_tenth_of_the_gold_holds_its_floor_on_average(string file, double floor)
    {
        var path = SharedData.PathOrSkip($"crowd_labels/{file}.csv");
        var voted = (await VotedItems.ReadAsync(new(path, path, "task", "worker", "label", "gold"), null, null, Cancellation)).Value;

        var reports = Enumerable.Range(1, 3).Select(seed => Run(voted, new(seed))).ToList();

        reports.Average(report => report.Chosen.AccuracyOnAll).ShouldBeGreaterThanOrEqualTo(floor);
        reports.ShouldAllBe(report => report.KrippendorffAlpha > 0.4);
    }

    private static AnnotatorEvaluationReport Run(VotedItems voted, AnnotatorEvaluationSettings settings)
        => new AnnotatorEvaluation(TimeProvider.System).Run(voted, settings, null, Cancellation);

    private Task<Outcome<VotedItems>> ReadAsync(string votes, string gold)
        => VotedItems.ReadAsync(new(_folder.Write("votes.csv", votes), _folder.Write("gold.csv", gold)), null, null, Cancellation);
}
