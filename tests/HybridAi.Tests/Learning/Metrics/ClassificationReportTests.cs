using HybridAi.Learning.Metrics;

namespace HybridAi.Tests.Learning.Metrics;

public sealed class ClassificationReportTests
{
    private static readonly string[] Labels = ["a", "b", "c", "d"];

    [Fact]
    public void Counts_match_those_made_by_hand()
    {
        var report = ClassificationReport.Compute([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 2, -1], null, Labels);
        report.Accuracy.ShouldBe(3 / 6.0);
        report.Coverage.ShouldBe(5 / 6.0);
        report.AnsweredAccuracy.ShouldBe(3 / 5.0);
        report.PerClass[0].ShouldBe(new ClassMetrics("a", 1, 2 / 3.0, 0.8, 3, 2));
        report.PerClass[1].ShouldBe(new ClassMetrics("b", 0.5, 0.5, 0.5, 2, 2));
        report.PerClass[2].ShouldBe(new ClassMetrics("c", 0, 0, 0, 1, 1));
        report.Confusion[0].ShouldBe([2, 1, 0, 0, 0]);
        report.Confusion[1].ShouldBe([0, 1, 1, 0, 0]);
        report.Confusion[2].ShouldBe([0, 0, 0, 0, 1]);
    }

    [Fact]
    public void A_class_without_rows_and_predictions_is_undefined_and_left_out_of_macro_f1()
    {
        var report = ClassificationReport.Compute([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 2, -1], null, Labels);
        report.PerClass[3].ShouldBe(new ClassMetrics("d", null, null, null, 0, 0));
        report.MacroF1.ShouldBe((0.8 + 0.5 + 0) / 3, 1e-12);
    }

    [Fact]
    public void A_class_with_predictions_only_counts_as_zero()
    {
        var report = ClassificationReport.Compute([0, 0], [0, 3], null, Labels);
        report.MacroF1.ShouldBe((2 / 3.0 + 0) / 2, 1e-12);
        report.PerClass[3].Recall.ShouldBeNull();
    }

    [Fact]
    public void Losses_match_those_made_by_hand()
    {
        float[][] probabilities = [[0.5f, 0.25f, 0.25f, 0], [0.25f, 0.75f, 0, 0]];
        var report = ClassificationReport.Compute([0, 0], [0, 1], probabilities, Labels);
        report.LogLoss!.Value.ShouldBe(-(Math.Log(0.5) + Math.Log(0.25)) / 2, 1e-12);
        report.Brier!.Value.ShouldBe((0.25 + 0.0625 + 0.0625 + 0.5625 + 0.5625) / 2, 1e-12);
        report.Ece!.Value.ShouldBe((0.5 + 0.75) / 2, 1e-12);
    }

    [Fact]
    public void An_impossible_gold_label_costs_a_finite_loss() =>
        ClassificationReport.Compute([1], [0], [[1f, 0, 0, 0]], Labels).LogLoss!.Value.ShouldBe(-Math.Log(1e-15), 1e-9);

    [Fact]
    public void Without_probabilities_their_figures_are_absent()
    {
        var report = ClassificationReport.Compute([0], [0], null, Labels);
        report.LogLoss.ShouldBeNull();
        report.Ece.ShouldBeNull();
        report.Brier.ShouldBeNull();
    }

    [Fact]
    public void When_all_abstain_nothing_is_right_and_the_answered_accuracy_is_undefined()
    {
        var report = ClassificationReport.Compute([0, 1], [-1, -1], null, Labels);
        report.Accuracy.ShouldBe(0);
        report.MacroF1.ShouldBe(0);
        report.AnsweredAccuracy.ShouldBeNull();
    }

    [Fact]
    public void Input_that_does_not_fit_is_refused()
    {
        Should.Throw<ArgumentException>(() => ClassificationReport.Compute([], [], null, Labels));
        Should.Throw<ArgumentException>(() => ClassificationReport.Compute([0], [0, 1], null, Labels));
        Should.Throw<ArgumentException>(() => ClassificationReport.Compute([4], [0], null, Labels));
        Should.Throw<ArgumentException>(() => ClassificationReport.Compute([0], [-2], null, Labels));
        Should.Throw<ArgumentException>(() => ClassificationReport.Compute([0], [0], [[1f]], Labels));
    }
}
