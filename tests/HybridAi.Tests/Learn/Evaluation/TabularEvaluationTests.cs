using System.Globalization;
using System.Text.Json;
using HybridAi.Learn.Evaluation;
using HybridAi.Learning.Tabular;
using HybridAi.Storage;

namespace HybridAi.Tests.Learn.Evaluation;

public sealed class TabularEvaluationTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Classification_has_exactly_the_documented_keys()
    {
        var report = (await RunAsync(Loans(200), null, new("repaid"))).Value;

        Keys(report).ShouldBe([
            "kind", "seed", "elapsedSeconds", "task", "judgedOn", "rows", "accuracy", "auc", "macroF1", "logLoss", "ece", "cv", "chosen", "candidates", "baseline",
            "gate", "trainSeconds", "columns", "notes",
        ], ignoreOrder: true);
        (report.Task, report.JudgedOn, report.Rows, report.Cv.Metric).ShouldBe((TabularTask.Classification, "held-out-folds", 200, "auc"));
        report.Auc!.Value.ShouldBeGreaterThan(0.8);
        report.Baseline.Name.ShouldBe("majority-class");
        report.Gate.Promoted.ShouldBeTrue(report.Gate.Reason);
        report.Candidates.ShouldContain(report.Chosen);
    }

    [Fact]
    public async Task Regression_has_exactly_the_documented_keys()
    {
        var report = (await RunAsync(Rents(200, 1), Rents(100, 2), new("rent"))).Value;

        Keys(report).ShouldBe([
            "kind", "seed", "elapsedSeconds", "task", "judgedOn", "rows", "mae", "rmse", "r2", "coverage80", "coverage90", "cv", "chosen", "candidates", "baseline",
            "gate", "trainSeconds", "columns", "notes",
        ], ignoreOrder: true);
        (report.Task, report.JudgedOn, report.Rows, report.Cv.Metric).ShouldBe((TabularTask.Regression, "test-file", 100, "rmse"));
        report.R2!.Value.ShouldBeGreaterThan(0.9);
        report.Gate.Promoted.ShouldBeTrue(report.Gate.Reason);
        report.Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_model_of_noise_is_not_promoted()
    {
        var chance = new Random(3);
        var labels = (await RunAsync(Csv("x,y", 120, _ => $"{Number(chance)},{(chance.Next(2) == 0 ? "a" : "b")}"), null, new("y"))).Value;
        var numbers = (await RunAsync(Csv("x,y", 120, _ => $"{Number(chance)},{Number(chance)}"), null, new("y"))).Value;

        labels.Gate.Promoted.ShouldBeFalse(labels.Gate.Reason);
        numbers.Gate.Promoted.ShouldBeFalse(numbers.Gate.Reason);
        numbers.Gate.Reason.ShouldStartWith("Not shown to be better than its best baseline");
    }

    [Fact]
    public async Task Test_rows_unlike_the_training_rows_are_told_of()
    {
        var far = Csv("size,district,rent", 60, i => $"{200 + i},north,{(5 * i).ToString(CultureInfo.InvariantCulture)}.5");

        var report = (await RunAsync(Rents(200, 1), far, new("rent"))).Value;

        report.Notes.ShouldHaveSingleItem().ShouldStartWith("The test rows are unlike the training rows (rmse");
    }

    [Fact]
    public async Task Columns_are_taken_for_what_their_training_cells_are()
    {
        var csv = Csv(
            "count,code,same,empty,day,size,plan,remark,y", 60,
            i => $"{i + 1},K{i}X,1,,2026-0{1 + i % 3}-{1 + i % 28:00},{(i % 4 == 0 ? "NA" : i * 1.5)},{(i % 2 == 0 ? "free" : "paid")},the {i} words of this remark,{i % 2}");

        var file = (await TabularFile.ReadAsync(_folder.Write("a.csv", csv), null, null, Cancellation)).Value;
        var columns = TabularColumns.Infer(file, [8]);

        columns.Kept.Select(column => (column.Column.Name, column.Column.Kind)).ShouldBe([
            ("day month", ColumnKind.Number), ("day weekday", ColumnKind.Number), ("size", ColumnKind.Number), ("plan", ColumnKind.Category), ("remark", ColumnKind.Text),
        ]);
        columns.Notes.ShouldBe([
            "'count' was left out: it counts the rows.", "'code' was left out: its values are nearly all different and no text.",
            "'same' was left out: it is always the same.", "'empty' was left out: it is empty.", "'day' holds dates and was taken apart: month, weekday.",
        ]);
        columns.Kept[0].Read("2026-03-04").ShouldBe("3");
        columns.Kept[1].Read("2026-03-04").ShouldBe("3");
        columns.Kept[0].Read("soon").ShouldBeNull();
    }

    [Theory]
    [InlineData("1\n2\n3", TabularTask.Auto, TabularTask.Classification)]
    [InlineData("1\n2\n3.5", TabularTask.Auto, TabularTask.Regression)]
    [InlineData("1\n2\n3", TabularTask.Regression, TabularTask.Regression)]
    [InlineData("1\n2\n3.5", TabularTask.Classification, TabularTask.Classification)]
    public async Task The_task_is_told_from_the_target_unless_it_is_given(string values, TabularTask given, TabularTask expected)
    {
        var target = values.Split('\n');
        var csv = Csv("x,y", 60, i => $"{i % 7}.5,{target[i % 3]}");

        (await RunAsync(csv, null, new("y", Task: given))).Value.Task.ShouldBe(expected);
    }

    [Fact]
    public async Task Columns_of_the_test_file_may_stand_in_another_order()
    {
        var train = Rents(100, 1);
        var test = string.Join('\n', Rents(60, 2).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(',', line.Split(',').Reverse())));

        var report = (await RunAsync(train, test, new("rent"))).Value;

        report.R2!.Value.ShouldBeGreaterThan(0.9);
    }

    private static string[] Keys(TabularEvaluationReport report)
    {
        using var json = JsonDocument.Parse(Json.Write(report));
        return [.. json.RootElement.EnumerateObject().Select(property => property.Name)];
    }

    private async Task<Outcome<TabularEvaluationReport>> RunAsync(string train, string? test, TabularEvaluationSettings settings)
    {
        var learnt = (await TabularFile.ReadAsync(_folder.Write("train.csv", train), null, null, Cancellation)).Value;
        var judged = test is null ? null : (await TabularFile.ReadAsync(_folder.Write("test.csv", test), null, null, Cancellation)).Value;
        return new TabularEvaluation(TimeProvider.System).Run(learnt, judged, settings, null, Cancellation);
    }

    private static string Loans(int count)
    {
        var chance = new Random(1);
        return Csv("income,plan,repaid", count, _ =>
        {
            var income = chance.Next(100);
            return $"{income},{(chance.Next(2) == 0 ? "long" : "short")},{(income + chance.Next(-25, 25) > 50 ? "yes" : "no")}";
        });
    }

    private static string Rents(int count, int seed)
    {
        var chance = new Random(seed);
        return Csv("size,district,rent", count, _ =>
        {
            var (size, north) = (20 + chance.Next(100), chance.Next(2) == 0);
            return $"{size},{(north ? "north" : "south")},{(size * 10 + (north ? 200 : 0) + chance.NextDouble() * 40).ToString("0.00", CultureInfo.InvariantCulture)}";
        });
    }

    private static string Number(Random chance) => chance.NextDouble().ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Csv(string header, int rows, Func<int, FormattableString> row) =>
        header + "\n" + string.Concat(Enumerable.Range(0, rows).Select(i => FormattableString.Invariant(row(i)) + "\n"));
}
