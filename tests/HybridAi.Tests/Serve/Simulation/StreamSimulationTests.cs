using System.Xml.Linq;
using HybridAi.Curate.Ingestion;
using HybridAi.Llm.Providers;
using HybridAi.Serve.Simulation;

namespace HybridAi.Tests.Serve.Simulation;

/// <summary>All rules side by side, and how it is drawn.</summary>
public class StreamSimulationTests
{
    private static readonly LabelledText[] Shots = [new("one", "x", 1), new("two", "y", 2)];

    [Fact]
    public async Task Every_way_is_played_at_every_price_with_the_same_orders()
    {
        var (rows, dev) = (InventedStream.Rows(300), InventedStream.Rows(200, seed: 2));
        var steps = new List<StreamStep>();

        var report = (await Simulation().RunAsync(
            "large", rows, dev, new([0.1, 0.3], 0.9, Seeds: 2), new Recorder(steps), TestContext.Current.CancellationToken)).Value;

        report.Prices.Select(price => price.Lambda).ShouldBe([0.1, 0.3]);
        foreach (var price in report.Prices)
        {
            price.Ways.Select(way => way.Name).ShouldBe(["router", "always", "never", "random", "OCaTS rule", "oracle"]);
            price.Thresholds.ShouldNotBeNull();
            price.Ways.ShouldAllBe(way => Math.Abs(way.Discounted.Mean - (way.Accuracy.Mean - price.Lambda * way.CallShare.Mean)) < 1e-12);
            price.Ways.ShouldAllBe(way => way.Curve[way.Curve.Count - 1].Items == 300);
            price.Ways[1].CostUsd.ShouldBe(3.00m);
            price.Ways[3].CallShare.Mean.ShouldBe(price.Ways[0].CallShare.Mean, 0.1);
        }

        steps.Count.ShouldBe(steps[0].Total);
        steps.Max(step => step.Done).ShouldBe(steps[0].Total);
    }

    [Fact]
    public async Task Without_a_stream_to_tune_on_the_ocats_rule_is_left_out()
    {
        var report = (await Simulation().RunAsync("large", InventedStream.Rows(100), null, new([0.1], Seeds: 1), null, TestContext.Current.CancellationToken)).Value;

        report.Prices.Single().Ways.Select(way => way.Name).ShouldBe(["router", "always", "never", "random", "oracle"]);
        report.Prices.Single().Ways.ShouldAllBe(way => way.Accuracy.Sd == 0);
    }

    [Fact]
    public async Task The_drawing_is_xml_with_a_line_for_each_way_in_each_panel()
    {
        var report = (await Simulation().RunAsync("a & b <c>", InventedStream.Rows(100), null, new([0.1, 0.3], Seeds: 1), null, TestContext.Current.CancellationToken)).Value;

        var drawing = XDocument.Parse(StreamChart.Draw(report));

        drawing.Descendants().Count(element => element.Name.LocalName == "polyline").ShouldBe(2 * 2 * 5);
        drawing.Root!.Value.ShouldContain("a & b <c>");
        foreach (var points in drawing.Descendants().Where(element => element.Name.LocalName == "polyline").Select(line => line.Attribute("points")!.Value))
            points.Split(' ', ',').ShouldAllBe(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture) >= 0);
    }

    [Theory]
    [InlineData(0, 0.85, 1, "lambda-out-of-range")]
    [InlineData(1, 0.85, 1, "lambda-out-of-range")]
    [InlineData(double.NaN, 0.85, 1, "lambda-out-of-range")]
    [InlineData(0.1, 1.2, 1, "teacher-accuracy-out-of-range")]
    [InlineData(0.1, 0.85, 0, "seeds-out-of-range")]
    public async Task Settings_out_of_range_are_refused(double lambda, double accuracy, int seeds, string code)
    {
        var outcome = await Simulation().RunAsync("large", InventedStream.Rows(50), null, new([lambda], accuracy, seeds), null, TestContext.Current.CancellationToken);

        outcome.Fault!.Code.ShouldBe(code);
    }

    [Fact]
    public void Rows_that_the_teacher_has_not_answered_are_left_out_and_counted()
    {
        var rows = StreamRows.Of([(new("a", "x", 1), Answer("x")), (new("b", "y", 2), null), (new("c", "z", 3), Answer("none of these"))], Shots).Value;

        rows.Texts.ShouldBe(["a", "c"]);
        rows.LeftOut.ShouldBe(1);
        rows.LabelNames.ShouldBe(["x", "y", "z"]);
        rows.Answers.ShouldBe([0, -1]);
        rows.Gold.ShouldBe([0, 2]);
    }

    [Fact]
    public void A_stream_that_teaches_nothing_is_refused()
    {
        StreamRows.Of([(new("a", "x", 1), null)], Shots).Fault!.Code.ShouldBe("answers-none");
        StreamRows.Of([(new("a", "x", 1), Answer("x"))], [Shots[0]]).Fault!.Code.ShouldBe("shots-too-few");
    }

    private static StreamSimulation Simulation() => new(new TestClock());

    private static RecordedAnswer Answer(string label) => new(label, null, null, null, null);

    private sealed class Recorder(List<StreamStep> steps) : IProgress<StreamStep>
    {
        public void Report(StreamStep value)
        {
            lock (steps) steps.Add(value);
        }
    }
}
