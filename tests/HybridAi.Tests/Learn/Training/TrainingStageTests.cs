using HybridAi.Curate.Datasets;
using HybridAi.Learn.Evaluation;
using HybridAi.Learn.Registry;
using HybridAi.Learn.Training;

namespace HybridAi.Tests.Learn.Training;

public class TrainingStageTests
{
    [Fact]
    public async Task A_model_that_beats_its_baselines_becomes_champion_with_a_full_card()
    {
        await using var bench = await LearnBench.CreateAsync();
        var dataset = MailRows.Dataset();

        var model = (await RunAsync(bench, dataset)).Value;

        model.Stage.ShouldBe(ModelStage.Champion);
        model.Card.Gate.Promoted.ShouldBeTrue(model.Card.Gate.Reason);
        model.Card.DatasetHash.ShouldBe(dataset.Manifest.Hash);
        model.Card.Bytes.ShouldBe(new FileInfo(bench.Artefacts.PathOf(model.Card.Hash)).Length);
        model.Card.Reports.Select(report => report.Name).ShouldBe([TextLinearTrainer.MemberName, ModelJudge.MajorityName, ModelJudge.NaiveBayesName, "lexical"]);
        (await bench.Files.LoadAsync(model.Card, LearnBench.Cancellation)).Value.Labels.ShouldBe(["bill", "login", "parcel"]);
    }

    [Fact]
    public async Task A_model_that_learned_nothing_stays_candidate_and_says_why()
    {
        await using var bench = await LearnBench.CreateAsync();

        var model = (await RunAsync(bench, MailRows.Of([.. MailRows.Noise(Split.Train, 200, 1), .. MailRows.Noise(Split.Test, 100, 2)]))).Value;

        model.Stage.ShouldBe(ModelStage.Candidate);
        model.Card.Gate.Reason.ShouldContain("Not shown to be better than its best baseline");
        (await bench.Registry.ChampionAsync("mail", LearnBench.Cancellation)).Fault!.Code.ShouldBe("no-champion");
    }

    [Fact]
    public async Task Labels_that_nobody_reviewed_do_not_judge()
    {
        await using var bench = await LearnBench.CreateAsync();
        var dataset = MailRows.Dataset();
        var unreviewed = MailRows.Of([.. dataset.Rows.Select(row => row.Split == Split.Test ? row with { Source = LabelSource.Labeller } : row)]);

        var model = (await RunAsync(bench, unreviewed)).Value;

        model.Stage.ShouldBe(ModelStage.Candidate);
        model.Card.Gate.Reason.ShouldContain("0 reviewed test rows");
        model.Card.Reports.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_worse_than_the_champion_is_not_promoted()
    {
        await using var bench = await LearnBench.CreateAsync();
        var champion = (await RunAsync(bench, MailRows.Dataset(train: 600, test: 300))).Value;

        var weaker = (await RunAsync(bench, MailRows.Dataset(train: 45, test: 300))).Value;

        weaker.Card.Gate.ChampionAccuracy.ShouldNotBeNull();
        weaker.Card.Gate.Accuracy!.Value.ShouldBeLessThan(weaker.Card.Gate.ChampionAccuracy.Value);
        weaker.Stage.ShouldBe(ModelStage.Candidate);
        (await bench.Registry.ChampionAsync("mail", LearnBench.Cancellation)).Value.Card.Hash.ShouldBe(champion.Card.Hash);
    }

    [Fact]
    public async Task Training_the_same_again_registers_nothing_twice()
    {
        await using var bench = await LearnBench.CreateAsync();
        var first = (await RunAsync(bench, MailRows.Dataset())).Value;

        var again = (await RunAsync(bench, MailRows.Dataset())).Value;

        again.Card.Hash.ShouldBe(first.Card.Hash);
        again.Moves.Count.ShouldBe(2);
        (await bench.Registry.ListAsync("mail", LearnBench.Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_dataset_of_another_project_is_refused()
    {
        await using var bench = await LearnBench.CreateAsync();

        (await RunAsync(bench, MailRows.Of(MailRows.Dataset().Rows, "letters"))).Fault!.Code.ShouldBe("dataset-of-another-project");
    }

    private static Task<Outcome<RegisteredModel>> RunAsync(LearnBench bench, Dataset dataset)
        => bench.Stage.RunAsync(LearnBench.MailVersion, dataset, TextLinearTrainer.MemberName, new(), null, LearnBench.Cancellation);
}
