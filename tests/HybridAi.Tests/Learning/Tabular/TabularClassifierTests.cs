using HybridAi.Learning.Metrics;
using HybridAi.Learning.Tabular;

namespace HybridAi.Tests.Learning.Tabular;

public sealed class TabularClassifierTests
{
    private static readonly string[] Names = ["lost", "repaid"];
    private static readonly Lazy<TabularClassifier> Trained = new(() => Train(Tables.Loans(1_200, 1)));

    [Fact]
    public void Numbers_categories_and_texts_are_all_learnt_from()
    {
        var loans = Tables.Loans(3_000, 2);
        var law = loans.Law.Zip(loans.Labels).Average(pair => pair.First == pair.Second ? 1.0 : 0.0);

        Report(Trained.Value, loans).Accuracy.ShouldBeGreaterThan(law - 0.02);
    }

    [Fact]
    public void Probabilities_are_as_sure_as_they_are_right() => Report(Trained.Value, Tables.Loans(4_000, 3)).Ece!.Value.ShouldBeLessThan(0.04);

    [Fact]
    public void Every_column_of_a_row_is_explained_the_telling_ones_first()
    {
        string?[] row = ["95", "40", "city 0", "branch 2", "pays in time and is polite"];

        var weights = Trained.Value.Explain(row, 1, 10);

        weights.Select(weight => weight.Column).ShouldBe(Tables.LoanColumns.Select(column => column.Name), ignoreOrder: true);
        weights.Select(weight => Math.Abs(weight.Weight)).ShouldBeInOrder(SortDirection.Descending);
        weights[0].Column.ShouldBe("income");
        weights[0].Value.ShouldBe("95");
        weights.Single(weight => weight.Column == "remark").Weight.ShouldBe(1, 0.5);
        Math.Abs(weights.Single(weight => weight.Column == "age").Weight).ShouldBeLessThan(0.3);
        Trained.Value.Explain(row, 0, 1)[0].Weight.ShouldBe(-weights[0].Weight, 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void The_weights_of_two_rows_differ_as_their_log_odds_do(int treeCandidates)
    {
        var model = Train(Tables.Loans(400, 4), new(TreeCandidates: treeCandidates));
        string?[] one = ["95", "40", "city 0", "branch 2", "pays in time and is polite"];
        string?[] other = [null, "70", "city 3", "branch 900", "asked about fees"];

        var byWeights = Sum(one) - Sum(other);

        byWeights.ShouldBe(LogOdds(one) - LogOdds(other), 1e-3);

        // Each label's score is told against the mean of both, so half of the log odds between them.
        double Sum(string?[] row) => 2 * model.Explain(row, 1, 10).Sum(weight => weight.Weight);

        double LogOdds(string?[] row)
        {
            var probabilities = new float[2];
            model.Predict(row, probabilities);
            return Math.Log(probabilities[1] / (double)probabilities[0]);
        }
    }

    [Fact]
    public void Novelty_is_the_share_of_a_row_that_training_never_saw()
    {
        var model = Trained.Value;

        model.Novelty(["50", "40", "city 1", "branch 1", "asked about fees"]).ShouldBe(0);
        model.Novelty([null, "40", "city 1", "branch 1", "asked about fees"]).ShouldBe(0);
        model.Novelty(["500", "40", "city 1", "branch 1", "asked about fees"]).ShouldBe(0.2, 1e-9);
        model.Novelty(["fifty", "40", "city 1", "branch 1", "asked about fees"]).ShouldBe(0.2, 1e-9);
        model.Novelty(["50", null, "city 9", "branch 1", "asked about fees"]).ShouldBe(0.4, 1e-9);
        model.Novelty(["50", "40", "city 1", "branch 1", "xqzzk vwyyj"]).ShouldBe(0.2, 0.05);
        model.Novelty(["500", null, "elsewhere", "nowhere", "xqzzk vwyyj"]).ShouldBeInRange(0.9, 1);
    }

    [Fact]
    public void A_row_of_nothing_known_is_still_answered()
    {
        var probabilities = new float[2];
        foreach (var row in (string?[][])[new string?[5], ["x", "-1e300", "", "", ""], ["1e308", "NaN", "city 1", "?", "ü"]])
        {
            Trained.Value.Predict(row, probabilities);
            probabilities.Sum().ShouldBe(1, 1e-4);
        }
    }

    [Fact]
    public void A_prediction_allocates_nothing()
    {
        var model = Trained.Value;
        string?[] row = ["95", "40", "city 0", "branch 2", "pays in time and is polite"];
        var probabilities = new float[2];
        for (var i = 0; i < 200; i++) model.Predict(row, probabilities);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) model.Predict(row, probabilities);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000);
    }

    [Fact]
    public void Three_labels_are_told_apart_where_two_columns_decide_together()
    {
        var chance = new Random(5);
        var points = Enumerable.Range(0, 900).Select(_ => (X: chance.NextDouble(), Y: chance.NextDouble())).ToArray();
        var labels = Array.ConvertAll(points, point => point.X > 0.7 ? 2 : point.X > 0.35 ^ point.Y > 0.5 ? 1 : 0);
        var rows = new TabularRows(
            [new("x", ColumnKind.Number), new("y", ColumnKind.Number)], [.. points.Select(point => new[] { Tables.Text(point.X), Tables.Text(point.Y) })]);

        var model = TabularClassifierTrainer.Search(rows, labels, ["a", "b", "c"], new(), null, TestContext.Current.CancellationToken);

        model.Report.Chosen.Trainer.ShouldBe("boosted-trees");
        model.Report.Metric.ShouldBe("accuracy");
        model.Report.Parts.Average().ShouldBeGreaterThan(0.95);
        var probabilities = new float[3];
        model.Model.Predict(["0.9", "0.1"], probabilities).ShouldBe(2);
        model.Model.Predict(["0.5", "0.1"], probabilities).ShouldBe(1);
        model.Model.Predict(["0.5", "0.9"], probabilities).ShouldBe(0);
    }

    private static TabularClassifier Train((TabularRows Rows, int[] Labels, int[] Law) loans, TabularSettings? settings = null) =>
        TabularClassifierTrainer.Train(loans.Rows, loans.Labels, Names, settings ?? new(), null, TestContext.Current.CancellationToken);

    private static ClassificationReport Report(TabularClassifier model, (TabularRows Rows, int[] Labels, int[] Law) loans)
    {
        var probabilities = loans.Labels.Select(_ => new float[2]).ToArray();
        var answers = loans.Labels.Select((_, row) => model.Predict(Tables.Row(loans.Rows, row), probabilities[row])).ToArray();
        return ClassificationReport.Compute(loans.Labels, answers, probabilities, Names);
    }
}
