using System.Globalization;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Learn.Training;

namespace HybridAi.Tests.Learn.Training;

public class TableRegressorTrainerTests : TrainerContract
{
    private protected override ITrainer Trainer { get; } = new TableRegressorTrainer();

    [Fact]
    public async Task Every_number_of_the_scale_has_a_probability_that_is_as_often_right_as_it_says()
    {
        var dataset = DeliveryRows.Dataset(DeliveryRows.Delays, train: 500, test: 400);
        var model = (await TrainAsync(dataset, new())).Value.Model;
        model.Labels.ShouldBe(Enumerable.Range(0, 121).Select(minute => minute.ToString(CultureInfo.InvariantCulture)));

        var (expected, seen) = (0.0, 0);
        foreach (var row in dataset.Of(Split.Test))
        {
            var chances = Probabilities(model, row.Text);
            var answer = model.Predict(row.Text, chances);
            var truth = int.Parse(row.Label, CultureInfo.InvariantCulture);
            expected += Enumerable.Range(Math.Max(0, answer - 3), 7).Where(minute => minute <= 120).Sum(minute => chances[minute]);
            if (Math.Abs(answer - truth) <= 3) seen++;
        }

        // 400 rows: three standard errors are 7 points.
        (expected / 400).ShouldBe(seen / 400.0, 0.07);
        (seen / 400.0).ShouldBeGreaterThan(0.6);
    }

    [Fact]
    public async Task An_answer_never_leaves_the_scale()
    {
        var narrow = DeliveryRows.Delays with { Target = new ScoreScale(20, 30) };
        var rows = DeliveryRows.Dataset(DeliveryRows.Delays).Rows.Select(row => row with { Label = int.Parse(row.Label, CultureInfo.InvariantCulture) < 25 ? "20" : "30" });
        var model = (await TrainAsync(DeliveryRows.Of(narrow, [.. rows]), new())).Value.Model;

        var chances = new float[11];
        foreach (var row in DeliveryRows.All.Take(200)) model.Predict(row.Text, chances).ShouldBeInRange(0, 10);
        Should.Throw<ArgumentException>(() => model.Predict("{}", new float[10]));
    }

    [Fact]
    public async Task A_scale_too_fine_is_refused_before_anything_is_learned()
    {
        var fine = DeliveryRows.Delays with { Target = new ScoreScale(0, 120, 0.1m) };
        (await TrainAsync(DeliveryRows.Of(fine, DeliveryRows.Dataset(DeliveryRows.Delays).Rows), new())).Fault!.Code.ShouldBe("scale-too-fine");
    }

    [Fact]
    public async Task Explanations_name_the_columns_that_move_the_estimate()
    {
        var model = (await TrainAsync(DeliveryRows.Dataset(DeliveryRows.Delays, train: 400), new())).Value.Model;

        model.Explain("""{"hour":10,"kilometres":50,"stops":1,"weather":"dry","depot":"north"}""", "30", 1).ShouldBe(["kilometres 50"]);
        Should.Throw<ArgumentException>(() => model.Explain("{}", "121", 1));
    }

    private protected override Dataset Data(int train = 150) => DeliveryRows.Dataset(DeliveryRows.Delays, train);

    private protected override DatasetRow Noise(Split split, int place)
        => DeliveryRows.Row(DeliveryRows.All[^(place + 1)].Text, (place * 2).ToString(CultureInfo.InvariantCulture), split, 1_000 + place);
}
