using HybridAi.Serve.Monitoring;

namespace HybridAi.Tests.Serve.Monitoring;

public class TrafficSampleTests
{
    [Fact]
    public void Every_text_has_the_same_chance_to_stand_in_the_sample_and_its_size_is_bounded()
    {
        var sample = new TrafficSample(new() { TextsACheck = 100 }, new TestClock());
        var early = 0;
        for (var round = 0; round < 50; round++)
        {
            for (var text = 0; text < 1_000; text++) sample.Served("mail", [new(null, $"{text}")], [Answer("model-of-traffic")]);
            var taken = sample.Take();
            taken.Count.ShouldBe(100);
            early += taken.Count(one => int.Parse(one.Text, System.Globalization.CultureInfo.InvariantCulture) < 500);
        }

        early.ShouldBeInRange(2_300, 2_700);
        sample.Take().ShouldBeEmpty();
    }

    [Fact]
    public void Answers_without_a_model_and_a_host_that_does_not_watch_leave_nothing()
    {
        var sample = new TrafficSample(new(), new TestClock());
        sample.Served("mail", [new(null, "a")], [Answer(null)]);
        sample.Take().ShouldBeEmpty();

        var off = new TrafficSample(new() { Enabled = false }, new TestClock());
        off.Served("mail", [new(null, "a")], [Answer("model-of-traffic")]);
        off.Take().ShouldBeEmpty();
    }

    internal static HybridAi.Serve.Prediction.Prediction Answer(string? model, string tier = "classical") => new(
        "1", "bill", 0.9, tier, [new(tier, "model:x", "bill", 0.9, 0.9, null, true, "last", 0, TimeSpan.FromMilliseconds(2), 0.9)], 0.01m, 0, TimeSpan.FromMilliseconds(2), null, null,
        new(1, "route", model, "dataset", new Dictionary<string, string>()));
}
