using System.Diagnostics.Metrics;
using HybridAi.Api.Telemetry;
using HybridAi.Serve.Monitoring;
using HybridAi.Tests.Serve.Monitoring;

namespace HybridAi.Tests.Api.Telemetry;

public class MeterEarsTests
{
    [Fact]
    public void Every_kind_of_instrument_is_written_as_prometheus_reads_it()
    {
        using var ears = new MeterEars();
        using var meter = new Meter("HybridAi.Test");
        meter.CreateCounter<long>("test.things", "{thing}", "Things\nof \\ all sorts.").Add(3, new KeyValuePair<string, object?>("of.what", "a \"b\"\n\\"));
        meter.CreateCounter<double>("test.cost", "USD", "Cost.").Add(0.25);
        meter.CreateUpDownCounter<int>("test.open", description: "Open.").Add(5);
        meter.CreateGauge<double>("test.heat", description: "Heat.").Record(double.NaN);
        meter.CreateObservableGauge("test.size", () => 12L, "By", "Size.");
        var histogram = meter.CreateHistogram("test.duration", "s", "Duration.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var value in (double[])[0.05, 0.1, 0.5, 7]) histogram.Record(value);

        var lines = PrometheusText.Write(ears.Collect()).Split('\n');

        lines.ShouldContain("# HELP test_things_total Things\\nof \\\\ all sorts.");
        lines.ShouldContain("# TYPE test_things_total counter");
        lines.ShouldContain("test_things_total{of_what=\"a \\\"b\\\"\\n\\\\\"} 3");
        lines.ShouldContain("test_cost_usd_total 0.25");
        lines.ShouldContain("test_open 5");
        lines.ShouldContain("test_heat NaN");
        lines.ShouldContain("test_size_bytes 12");
        lines.Where(line => line.StartsWith("test_duration_seconds", StringComparison.Ordinal)).ShouldBe(
            ["test_duration_seconds_bucket{le=\"0.1\"} 2", "test_duration_seconds_bucket{le=\"1\"} 3", "test_duration_seconds_bucket{le=\"+Inf\"} 4", "test_duration_seconds_sum 7.65", "test_duration_seconds_count 4"]);
        PrometheusText.Write(ears.Collect()).ShouldContain("test_size_bytes 12\n");
    }

    [Fact]
    public void Meters_of_others_are_not_heard_and_series_are_bounded()
    {
        using var ears = new MeterEars();
        using var other = new Meter("Somebody.Else");
        other.CreateCounter<int>("else.things").Add(1);
        using var meter = new Meter("HybridAi.Bound");
        var counter = meter.CreateCounter<int>("bound.things");
        for (var i = 0; i < 2_500; i++) counter.Add(1, new KeyValuePair<string, object?>("who", i));

        var text = PrometheusText.Write(ears.Collect());

        text.ShouldNotContain("else_things");
        text.Split('\n').Count(line => line.StartsWith("bound_things_total", StringComparison.Ordinal)).ShouldBe(2_001);
        text.ShouldContain("bound_things_total{overflow=\"true\"} 500\n");
    }

    [Fact]
    public void A_prediction_is_counted_without_an_allocation()
    {
        using var ears = new MeterEars();
        using var metrics = new ServeMetrics();
        var answer = TrafficSampleTests.Answer("m-without-allocation");
        for (var i = 0; i < 2_000; i++) metrics.Predicted("unallocated", answer);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) metrics.Predicted("unallocated", answer);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        PrometheusText.Write(ears.Collect()).ShouldContain("hybridai_predictions_total{project=\"unallocated\",model=\"m-withou\",tier=\"classical\",outcome=\"ok\"} 3000\n");
    }

    [Fact]
    public void Many_threads_lose_no_measurement()
    {
        using var ears = new MeterEars();
        using var meter = new Meter("HybridAi.Threads");
        var (counter, histogram) = (meter.CreateCounter<double>("threads.things"), meter.CreateHistogram<double>("threads.time", "s"));

        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                counter.Add(0.5);
                histogram.Record(0.5);
            }
        });

        var text = PrometheusText.Write(ears.Collect());
        text.ShouldContain("threads_things_total 40000\n");
        text.ShouldContain("threads_time_seconds_count 80000\n");
        text.ShouldContain("threads_time_seconds_sum 40000\n");
    }
}
