using HybridAi.Curate.Ingestion;
using HybridAi.Learn.Training;
using HybridAi.Serve.Monitoring;
using HybridAi.Tests.Learning;

namespace HybridAi.Tests.Serve.Monitoring;

public class DriftSimulationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drift_of_questions_to_a_bank_is_found_within_two_hours_and_hardly_ever_before_it_begins()
    {
        var (texts, labels) = SharedData.Csv("banking77/test.csv");
        var rows = texts.Zip(labels, (text, label) => new LabelledText(text, label, 0)).ToList();

        var report = (await Simulation.RunAsync(rows, new(Days: 2, Hours: 12, DriftAt: 8), null, Cancellation)).Value;

        report.Found.ShouldBe(2);
        report.LongestDelayHours!.Value.ShouldBeLessThanOrEqualTo(2);
        report.UndriftedWindows.ShouldBe(16);
        // At most one window of twelve times twenty; two in sixteen is beyond chance.
        report.FalseAlarms.ShouldBeLessThanOrEqualTo(1);
        report.Days[0].Hours.Count.ShouldBe(12);
    }

    [Fact]
    public async Task Settings_out_of_range_and_too_few_rows_are_refused()
    {
        (await Simulation.RunAsync([], new(Days: 0), null, Cancellation)).Fault!.Code.ShouldBe("simulation-settings-invalid");
        (await Simulation.RunAsync([new("a", "x", 1), new("b", "y", 2)], new(), null, Cancellation)).Fault!.Code.ShouldBe("rows-too-few");
    }

    private static DriftSimulation Simulation => new(new TextLinearTrainer(), TimeProvider.System);
}
