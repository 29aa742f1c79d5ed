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

        Report(Trained.Value, loans).Accuracy.ShouldBeGreaterThan(law - 0.03);
    }

    [Fact]
    public void Probabilities_are_as_sure_as_they_are_right() => Report(Trained.Value, Tables.Loans(4_000, 3)).Ece!.Value.ShouldBeLessThan(0.04);

    private static TabularClassifier Train((TabularRows Rows, int[] Labels, int[] Law) loans, TabularSettings? settings = null) =>
        TabularClassifierTrainer.Train(loans.Rows, loans.Labels, Names, settings ?? new(), null, TestContext.Current.CancellationToken);

    private static ClassificationReport Report(TabularClassifier model, (TabularRows Rows, int[] Labels, int[] Law) loans)
    {
        var probabilities = loans.Labels.Select(_ => new float[2]).ToArray();
        var answers = loans.Labels.Select((_, row) => model.Predict(Tables.Row(loans.Rows, row), probabilities[row])).ToArray();
        return ClassificationReport.Compute(loans.Labels, answers, probabilities, Names);
    }
}
