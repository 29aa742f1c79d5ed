using HybridAi.Learning.Tabular;
using HybridAi.Learning.Text;

namespace HybridAi.Tests.Learning.Tabular;

public sealed class TabularTrainerTests
{
    private static readonly string[] Names = ["no", "yes"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ColumnKind.Category)]
    [InlineData(ColumnKind.Text)]
    public void A_column_of_chance_names_tells_nothing_of_its_own_rows_labels(ColumnKind kind)
    {
        var chance = new Random(7);
        var cells = Enumerable.Range(0, 600).Select(_ => (IReadOnlyList<string?>)[$"name{chance.Next(200)} word{chance.Next(200)}"]).ToArray();
        var labels = Array.ConvertAll(cells, _ => chance.Next(2));

        var training = TabularClassifierTrainer.Search(new([new("name", kind)], cells), labels, Names, new(), null, Cancellation);

        // A coding that leaks a row's own label would look sure of it: far less loss than ln 2 while training, far more on new rows.
        training.Report.Chosen.Loss.ShouldBe(Math.Log(2), 0.03);
        var loss = Enumerable.Range(0, 600).Average(_ => Loss(training.Model, [$"name{chance.Next(200)} word{chance.Next(200)}"], chance.Next(2)));
        loss.ShouldBe(Math.Log(2), 0.05);
    }

    [Fact]
    public void Equal_seeds_give_equal_bytes_on_any_number_of_threads()
    {
        var loans = Tables.Loans(300, 3);

        var one = Saved(new(Seed: 4, TreeCandidates: 4, Threads: 1));

        Saved(new(Seed: 4, TreeCandidates: 4, Threads: 4)).ShouldBe(one);
        Saved(new(Seed: 5, TreeCandidates: 4, Threads: 4)).ShouldNotBe(one);

        byte[] Saved(TabularSettings settings) => TabularModelFileTests.Saved(Classifier(loans.Rows, loans.Labels, settings).Save);
    }

    [Fact]
    public void The_simpler_way_is_preferred_where_the_law_is_straight()
    {
        var chance = new Random(8);
        var points = Enumerable.Range(0, 500).Select(_ => chance.NextDouble()).ToArray();
        var rows = new TabularRows([new("x", ColumnKind.Number)], [.. points.Select(x => new[] { Tables.Text(x) })]);

        var report = TabularRegressorTrainer.Search(rows, Array.ConvertAll(points, x => 3 * x + chance.NextDouble()), new(), null, Cancellation).Report;

        report.Chosen.Trainer.ShouldBe("linear");
        report.Chosen.Settings["curves"].ShouldBe("false");
        report.Candidates.Select(trial => trial.Trainer).Distinct().ShouldBe(["linear", "boosted-trees", "linear-and-trees"], ignoreOrder: true);
        report.Candidates.Select(trial => trial.Loss).ShouldBeInOrder();
    }

    [Fact]
    public void Rows_of_one_group_do_not_vouch_for_each_other()
    {
        var chance = new Random(9);
        var groups = Enumerable.Range(0, 400).Select(row => row / 10).ToArray();
        var labelOf = Enumerable.Range(0, 40).Select(_ => chance.Next(2)).ToArray();
        // Every group has a place of its own and a label by chance: parted, its rows give each other away.
        var rows = new TabularRows([new("place", ColumnKind.Number)], [.. groups.Select(group => new[] { Tables.Text(group * 10 + chance.NextDouble()) })]);
        var labels = Array.ConvertAll(groups, group => labelOf[group]);

        Auc(null).ShouldBeGreaterThan(0.9);
        Auc(groups).ShouldBeLessThan(0.7);

        double Auc(int[]? together) =>
            TabularClassifierTrainer.Search(rows, labels, Names, new(Groups: together), null, Cancellation).Report.Parts.Average();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Even_a_few_rows_give_a_model(int count)
    {
        var rows = new TabularRows(
            [new("x", ColumnKind.Number), new("c", ColumnKind.Category), new("t", ColumnKind.Text)],
            [.. Enumerable.Range(0, count).Select(row => new[] { Tables.Text(row), row % 2 == 0 ? "a" : null, $"word {row}" })]);

        var classifier = Classifier(rows, [.. Enumerable.Range(0, count).Select(row => row % 2)], new());
        var regressor = TabularRegressorTrainer.Train(rows, [.. Enumerable.Range(0, count).Select(row => (double)row)], new(), null, Cancellation);

        var probabilities = new float[2];
        classifier.Predict(["1", "a", "word"], probabilities);
        probabilities.Sum().ShouldBe(1, 1e-4);
        regressor.Predict(["1", "a", "word"]).Spread.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_target_that_never_changes_is_foretold_without_doubt()
    {
        var rows = Tables.Noisy(60, 1).Rows;

        var model = TabularRegressorTrainer.Train(rows, [.. Enumerable.Repeat(7.0, 60)], new(), null, Cancellation);

        model.Predict(Tables.Row(rows, 0)).Mean.ShouldBe(7, 1e-3);
        model.Within(Tables.Row(rows, 0), 6.5, 7.5).ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void Progress_rises_to_one_and_a_cancelled_training_stops()
    {
        var loans = Tables.Loans(120, 3);
        var seen = new List<double>();
        TabularClassifierTrainer.Train(loans.Rows, loans.Labels, Names, new(TreeCandidates: 2), new Heard(seen), Cancellation);

        seen.ShouldBeInOrder();
        seen[^1].ShouldBe(1);
        Should.Throw<OperationCanceledException>(() => TabularClassifierTrainer.Train(loans.Rows, loans.Labels, Names, new(), null, new(canceled: true)));
    }

    [Fact]
    public void What_can_not_be_learnt_from_is_refused()
    {
        var loans = Tables.Loans(50, 3);
        TabularRows broken = loans.Rows with { Cells = [.. loans.Rows.Cells.Skip(1), (string?[])["much", "30", "city 1", "branch 1", "x"]] };

        Refusal(() => Classifier(loans.Rows, new int[50], new())).ShouldContain("at least two labels");
        Refusal(() => Classifier(loans.Rows, new int[49], new())).ShouldContain("50 rows but 49 targets");
        Refusal(() => Classifier(loans.Rows, [.. Enumerable.Repeat(2, 50)], new())).ShouldContain("not one of 2 label names");
        Refusal(() => Classifier(loans.Rows with { Cells = [] }, [], new())).ShouldContain("no rows");
        Refusal(() => Classifier(broken, loans.Labels, new())).ShouldContain("Row 49, column 'income': the cell is not a number");
        Refusal(() => Classifier(loans.Rows, loans.Labels, new(Folds: 1))).ShouldContain("Folds");
        Refusal(() => Classifier(loans.Rows, loans.Labels, new(TreeCandidates: 65))).ShouldContain("TreeCandidates");
        Refusal(() => Classifier(loans.Rows, loans.Labels, new(Groups: new int[50]))).ShouldContain("one group");
        Refusal(() => TabularRegressorTrainer.Train(loans.Rows, [.. new double[49], double.NaN], new(), null, Cancellation)).ShouldContain("not a finite number");
    }

    private static string Refusal(Action train) => Should.Throw<ArgumentException>(train).Message;

    private static TabularClassifier Classifier(TabularRows rows, int[] labels, TabularSettings settings) =>
        TabularClassifierTrainer.Train(rows, labels, Names, settings, null, Cancellation);

    private static double Loss(TabularClassifier model, string?[] row, int label)
    {
        var probabilities = new float[2];
        model.Predict(row, probabilities);
        return -Math.Log(probabilities[label]);
    }

    private sealed class Heard(List<double> seen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => seen.Add(value.Share);
    }
}
