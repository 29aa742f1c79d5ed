using HybridAi.Curate.Datasets;
using HybridAi.Learn.Training;
using HybridAi.Learning.Text.Baselines;

namespace HybridAi.Tests.Learn.Training;

public class TableClassifierTrainerTests : TrainerContract
{
    private protected override ITrainer Trainer { get; } = new TableClassifierTrainer();

    [Fact]
    public async Task It_learns_what_texts_alone_would_not_tell()
    {
        var dataset = DeliveryRows.Dataset(DeliveryRows.Outcomes, train: 500, test: 300);
        var model = (await TrainAsync(dataset, new())).Value.Model;
        var train = dataset.Of(Split.Train);
        var words = MultinomialNaiveBayes.Train([.. train.Select(row => row.Text)], [.. train.Select(row => row.Label == "late" ? 1 : 0)], ["in time", "late"]);

        var probabilities = new float[2];
        var right = dataset.Of(Split.Test).Count(row => model.Labels[model.Predict(row.Text, probabilities)] == row.Label);
        var byWords = dataset.Of(Split.Test).Count(row => words.Labels[words.Predict(row.Text, probabilities)] == row.Label);

        // Three standard errors of such a share are 6 points.
        ((right - byWords) / 300.0).ShouldBeGreaterThan(0.06);
    }

    [Fact]
    public async Task One_label_only_is_a_fault_that_names_it()
    {
        var fault = (await TrainAsync(DeliveryRows.Dataset(DeliveryRows.Outcomes, only: row => row.Outcome == "late"), new())).Fault!;

        (fault.Code, fault.Reason.Contains("'late'")).ShouldBe(("one-class-only", true));
    }

    [Fact]
    public async Task Texts_without_columns_and_balanced_labels_are_refused()
    {
        (await TrainAsync(MailRows.Dataset(), new())).Fault!.Code.ShouldBe("columns-missing");
        (await TrainAsync(Data(), new(BalanceClasses: true))).Fault!.Code.ShouldBe("balance-unfit");
    }

    [Fact]
    public async Task Explanations_name_columns_with_their_values()
    {
        var model = (await TrainAsync(DeliveryRows.Dataset(DeliveryRows.Outcomes, train: 400), new())).Value.Model;

        var words = model.Explain("""{"weekday":"mon","hour":17,"depot":"harbour","kilometres":40,"stops":14,"weather":"snow"}""", "late", 2);

        words.Count.ShouldBe(2);
        words.ShouldAllBe(word => word == "kilometres 40" || word == "weather snow" || word == "stops 14" || word == "hour 17" || word == "depot harbour");
        Should.Throw<ArgumentException>(() => model.Explain("{}", "never", 2));
    }

    private protected override Dataset Data(int train = 150) => DeliveryRows.Dataset(DeliveryRows.Outcomes, train);

    private protected override DatasetRow Noise(Split split, int place)
        => DeliveryRows.Row(DeliveryRows.All[^(place + 1)].Text, place % 2 == 0 ? "late" : "in time", split, 1_000 + place);
}
