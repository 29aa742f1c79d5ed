using HybridAi.Learning.Metrics;
using HybridAi.Learning.Text;

namespace HybridAi.Tests.Learning.Text;

/// <summary>What the README claims about public data sets, with the default settings.</summary>
public sealed class PublicBenchmarkTests
{
    [Fact]
    public void Banking77_is_classified_accurately_calibrated_and_small()
    {
        var (model, report) = Measure(SharedData.Csv("banking77/train.csv"), SharedData.Csv("banking77/test.csv"), quantise: true);
        report.Accuracy.ShouldBeGreaterThanOrEqualTo(0.915);
        report.MacroF1.ShouldBeGreaterThanOrEqualTo(0.915);
        report.Ece!.Value.ShouldBeLessThanOrEqualTo(0.03);
        Tickets.Saved(model).Length.ShouldBeLessThanOrEqualTo(2_500_000);
    }

    [Fact]
    public void Eight_bits_cost_banking77_at_most_a_thousandth()
    {
        var train = SharedData.Csv("banking77/train.csv");
        var test = SharedData.Csv("banking77/test.csv");
        var bytes = Measure(train, test, quantise: true).Report.Accuracy;
        var floats = Measure(train, test, quantise: false).Report.Accuracy;
        bytes.ShouldBeGreaterThanOrEqualTo(floats - 0.001);
    }

    [Fact]
    public void Clinc150_is_classified_accurately() =>
        Measure(SharedData.Clinc("train"), SharedData.Clinc("test"), quantise: true).Report.Accuracy.ShouldBeGreaterThanOrEqualTo(0.92);

    private static (TextClassifier Model, ClassificationReport Report) Measure(
        (List<string> Texts, List<string> Labels) train, (List<string> Texts, List<string> Labels) test, bool quantise)
    {
        var names = train.Labels.Distinct().Order(StringComparer.Ordinal).ToList();
        var labels = train.Labels.Select(label => names.IndexOf(label)).ToList();
        var model = TextClassifierTrainer.Train(
            train.Texts, labels, names, new TextClassifierSettings { Quantise = quantise }, null, TestContext.Current.CancellationToken);
        var rows = test.Texts.Select(_ => new float[names.Count]).ToList();
        var predicted = test.Texts.Select((text, i) => model.Predict(text, rows[i])).ToList();
        return (model, ClassificationReport.Compute([.. test.Labels.Select(label => names.IndexOf(label))], predicted, rows, names));
    }
}
