using System.Text.Json;
using HybridAi.Curate.Datasets;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Labelling;
using HybridAi.Learn.Evaluation;
using HybridAi.Learn.Training;
using HybridAi.Storage;

namespace HybridAi.Tests.Learn.Evaluation;

public class TextEvaluationTests
{
    private static readonly TextEvaluation Evaluation = new(
        new TrainerFamily([new TextLinearTrainer()]), new ModelJudge(new LabellerFamily([new LexicalLabellerMember(TimeProvider.System)])), TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_report_has_exactly_the_documented_keys()
    {
        var report = await RunAsync(Texts(Split.Train), Texts(Split.Test));

        using var json = JsonDocument.Parse(Json.Write(report));
        json.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe([
            "kind", "seed", "elapsedSeconds", "accuracy", "macroF1", "logLoss", "ece", "perClass", "confusion", "trainSeconds", "modelBytes",
            "predictMicrosP50", "predictMicrosP99", "baseline", "gate",
        ]);
        json.RootElement.GetProperty("perClass").GetProperty("bill").EnumerateObject().Select(p => p.Name).ShouldBe(["precision", "recall", "f1", "support"]);
        json.RootElement.GetProperty("baseline").EnumerateObject().Select(p => p.Name).ShouldBe(["name", "accuracy"]);
        json.RootElement.GetProperty("gate").EnumerateObject().Select(p => p.Name).ShouldBe(["promoted", "reason"]);
        report.Accuracy.ShouldBeGreaterThan(0.9);
        report.Gate.Promoted.ShouldBeTrue();
    }

    [Fact]
    public async Task The_confusion_adds_up_to_the_test_rows()
    {
        var report = await RunAsync(Texts(Split.Train), Texts(Split.Test));

        report.Confusion.Values.Sum(row => row.Values.Sum()).ShouldBe(120);
        report.Confusion["bill"]["bill"].ShouldBe((int)Math.Round(report.PerClass["bill"].Recall * 40));
    }

    [Fact]
    public async Task A_sample_per_class_is_the_same_for_the_same_seed()
    {
        var small = new TextEvaluationSettings(Seed: 3, PerClass: 5);

        var one = await RunAsync(Texts(Split.Train), Texts(Split.Test), small);
        var two = await RunAsync(Texts(Split.Train), Texts(Split.Test), small);

        (two.Accuracy, two.LogLoss).ShouldBe((one.Accuracy, one.LogLoss));
        one.Accuracy.ShouldBeLessThan((await RunAsync(Texts(Split.Train), Texts(Split.Test))).Accuracy);
    }

    [Fact]
    public async Task Rows_out_of_scope_are_told_apart_by_a_threshold_that_never_saw_them()
    {
        var strangers = Enumerable.Range(0, 40).Select(i => new LabelledText($"weather tomorrow {i} sunny", "oos", 1_000 + i));

        var report = await RunAsync(Texts(Split.Train), [.. Texts(Split.Test), .. strangers]);

        report.OutOfScope.ShouldNotBeNull();
        report.OutOfScope.Recall.ShouldBeGreaterThan(0.5);
        report.OutOfScope.InScopeAccuracy.ShouldBeInRange(0.5, report.Accuracy);
        report.Confusion.Keys.ShouldNotContain("oos");
    }

    [Fact]
    public async Task Rows_out_of_scope_that_were_taught_as_a_label_are_scored_as_that_label()
    {
        LabelledText[] strangers = [.. Enumerable.Range(0, 60).Select(i => new LabelledText($"weather tomorrow {i} sunny", "oos", 1_000 + i))];

        var report = await RunAsync([.. Texts(Split.Train), .. strangers[..30]], [.. Texts(Split.Test), .. strangers[30..]]);

        report.OutOfScope.ShouldNotBeNull().Recall.ShouldBe(report.PerClass["oos"].Recall);
        var inScope = report.Confusion.Where(row => row.Key != "oos").ToList();
        report.OutOfScope.InScopeAccuracy.ShouldBe(
            (double)inScope.Sum(row => row.Value.GetValueOrDefault(row.Key)) / inScope.Sum(row => row.Value.Values.Sum()), 1e-12);
    }

    [Fact]
    public async Task A_test_label_that_was_never_trained_is_a_fault_with_its_line()
    {
        var fault = (await Evaluation.RunAsync(Texts(Split.Train), [.. Texts(Split.Test), new("hello", "greeting", 77)], new(), null, Cancellation)).Fault!;

        fault.Kind.ShouldBe(FaultKind.BadInput);
        fault.ToString().ShouldContain("test line 77");
        fault.Reason.ShouldContain("'greeting'");
    }

    [Fact]
    public async Task Few_test_rows_are_reported_and_not_judged()
    {
        var report = await RunAsync(Texts(Split.Train), [.. Texts(Split.Test).Take(9)]);

        report.Gate.Promoted.ShouldBeFalse();
        report.Gate.Reason.ShouldContain("Only 9 reviewed test rows");
        report.Baseline.Accuracy.ShouldBeInRange(0, 1);
    }

    private static async Task<TextEvaluationReport> RunAsync(
        IReadOnlyList<LabelledText> train, IReadOnlyList<LabelledText> test, TextEvaluationSettings? settings = null)
        => (await Evaluation.RunAsync(train, test, settings ?? new(), null, Cancellation)).Value;

    private static IReadOnlyList<LabelledText> Texts(Split split)
        => [.. MailRows.Dataset().Of(split).Index().Select(row => new LabelledText(row.Item.Text, row.Item.Label, row.Index + 2))];
}
