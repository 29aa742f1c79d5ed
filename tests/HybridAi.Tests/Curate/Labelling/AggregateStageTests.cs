using HybridAi.Curate.Datasets;
using HybridAi.Curate.Labelling;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Curate.Labelling;

public class AggregateStageTests
{
    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Labels_of_several_labellers_become_one_with_its_votes_as_reason(string database)
    {
        await using var bench = await VotedAsync(database);
        var stage = Stage(bench);

        var labeller = (await stage.CreateAsync(Project, "majority", Cancellation)).Value;
        var run = await stage.RunAsync("mail", labeller, null, Cancellation);

        (run.Labelled, run.Failed, run.Labeller).ShouldBe((20, 0, "aggregate:majority"));
        var label = (await bench.Labels.NewestOfAsync("mail", "r3", "aggregate:majority", Cancellation)).ShouldNotBeNull();
        (label.Value, label.CostUsd).ShouldBe(("bill", 0));
        label.Confidence.ShouldBe(2 / 3.0, 1e-9);
        label.Reason.ShouldBe("one: bill; three: login; two: bill");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task The_same_votes_are_journalled_once_and_other_votes_again(string database)
    {
        await using var bench = await VotedAsync(database);
        var stage = Stage(bench);
        await RunAsync();

        (await RunAsync()).Planned.ShouldBe(0);
        await bench.LabelAsync(new FakeLabeller(_ => new("login", 0.9, "", 0, null), "four"));
        (await RunAsync()).Planned.ShouldBe(20);

        async Task<LabellingRun> RunAsync()
            => await stage.RunAsync("mail", (await stage.CreateAsync(Project, null, Cancellation)).Value, null, Cancellation);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task What_a_person_says_is_gold_where_it_teaches_and_unseen_where_it_judges(string database)
    {
        await using var bench = await VotedAsync(database);
        foreach (var id in Enumerable.Range(0, 20).Select(i => $"r{i}")) await bench.Desk.CorrectAsync(MailVersion, id, "ann", "login", false, null, Cancellation);
        var stage = Stage(bench);

        var labeller = (await stage.CreateAsync(Project, "majority", Cancellation)).Value;
        await stage.RunAsync("mail", labeller, null, Cancellation);

        foreach (var (id, label) in await bench.Labels.NewestAsync("mail", labeller.Name, Cancellation))
        {
            var training = SplitAssignment.Of(Record(id).GroupHash, Project.Split) == Split.Train;
            label.Value.ShouldBe(training ? "login" : "bill");
            label.Reason.Contains("agreed by people").ShouldBe(training);
        }
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Peoples_gold_chooses_the_method_and_voting_is_said_to_be_worse(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(120);
        await bench.LabelAsync(new FakeLabeller(request => new(Truth(request.RecordId), 0.9, "", 0, null), "good"));
        foreach (var name in new[] { "poor", "poorer", "poorest" })
            await bench.LabelAsync(new FakeLabeller(request => new(Number(request.RecordId) % 7 < 4 ? "bill" : "login", 0.9, "", 0, null), name));
        foreach (var i in Enumerable.Range(0, 120)) await bench.Desk.CorrectAsync(MailVersion, $"r{i}", "ann", Truth($"r{i}"), false, null, Cancellation);

        var labeller = (await Stage(bench).CreateAsync(Project, null, Cancellation)).Value;

        labeller.Choice.Warning.ShouldNotBeNull();
        labeller.Choice.Scores.Single(score => score.Method == "best-annotator").Accuracy.ShouldBe(1);
        labeller.Choice.Method.ShouldNotBe("majority");
        labeller.Choice.Scores.Single(score => score.Method == labeller.Choice.Method).Accuracy.ShouldBe(1);

        static int Number(string id) => int.Parse(id[1..], System.Globalization.CultureInfo.InvariantCulture);
        static string Truth(string id) => Number(id) % 2 == 0 ? "bill" : "login";
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Nothing_to_aggregate_and_unknown_methods_are_refused(string database)
    {
        await using var bench = await CreateAsync(database);
        await bench.AddAsync(3);
        var stage = Stage(bench);

        (await stage.CreateAsync(Project, null, Cancellation)).Fault.ShouldNotBeNull().Code.ShouldBe("voters-too-few");
        await bench.LabelAsync(new FakeLabeller("bill", 0.9, "one"));
        (await stage.CreateAsync(Project, null, Cancellation)).Fault.ShouldNotBeNull().Reason.ShouldContain("Only one");
        (await stage.CreateAsync(Project, "guess", Cancellation)).Fault.ShouldNotBeNull().Reason.ShouldContain("one-coin");
    }

    private static AggregateStage Stage(CurateBench bench) => new(new(bench.Database, bench.Records, bench.Annotations), bench.Labelling);

    private static async Task<CurateBench> VotedAsync(string database)
    {
        var bench = await CreateAsync(database);
        await bench.AddAsync(20);
        await bench.LabelAsync(new FakeLabeller("bill", 0.9, "one"));
        await bench.LabelAsync(new FakeLabeller("bill", 0.9, "two"));
        await bench.LabelAsync(new FakeLabeller("login", 0.9, "three"));
        return bench;
    }
}
