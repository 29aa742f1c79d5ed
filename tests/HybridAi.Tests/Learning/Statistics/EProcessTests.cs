using System.Text.Json;
using HybridAi.Learning.Statistics;

namespace HybridAi.Tests.Learning.Statistics;

public sealed class EProcessTests
{
    [Theory, InlineData(0.05, 0.06, 1), InlineData(0, 0.01, 1), InlineData(0.05, 0.06, 0.2)]
    public void A_floor_that_holds_is_ever_rejected_in_at_most_one_of_twenty_streams(double wins, double losses, double share)
    {
        // The mean is the floor itself; only a share of the rows is audited, and weighted by it.
        const int Streams = 2_000;
        var random = new Random(14);

        var rejected = Enumerable.Range(0, Streams).Count(_ =>
        {
            var process = new EProcess(wins - losses, 1 / share);
            for (var row = 0; row < 2_000; row++) process.Add(random.NextDouble() < share ? DrawnPairs.One(random, wins, losses) / share : 0);
            return process.Rejected(0.05);
        });

        rejected.ShouldBeLessThanOrEqualTo(AtMost.OneOfTwenty(Streams));
    }

    [Theory, InlineData(0, 1_100), InlineData(20_000, 3_000)]
    public void A_floor_that_breaks_is_noticed_soon_also_after_good_times(int goodRows, int rowsOnAverage)
    {
        var random = new Random(3);

        Enumerable.Range(0, 60).Average(_ => (double)RowsTillRejected(random, goodRows)).ShouldBeLessThan(rowsOnAverage);
    }

    [Fact]
    public void A_rejection_stays()
    {
        var process = new EProcess(-0.01);
        while (!process.Rejected(0.05)) process.Add(-1);
        for (var row = 0; row < 1_000; row++) process.Add(1);

        process.LogWealth.ShouldBeLessThan(0);
        process.Rejected(0.05).ShouldBeTrue();
        process.Rejected(1e-9).ShouldBeFalse();
    }

    [Fact]
    public void It_goes_on_after_a_restart_as_if_nothing_had_been()
    {
        var (first, random) = (new EProcess(-0.02, 5), new Random(1));
        for (var row = 0; row < 300; row++) first.Add(5 * DrawnPairs.One(random, 0.1, 0.2));

        var second = new EProcess(JsonSerializer.Deserialize<EProcessState>(JsonSerializer.Serialize(first.State))!);
        first.Add(-5);
        second.Add(-5);

        (second.LogWealth, second.PeakLogWealth, second.Count).ShouldBe((first.LogWealth, first.PeakLogWealth, 301));
    }

    [Fact]
    public void Nothing_seen_is_no_evidence()
    {
        var process = new EProcess(0);

        (process.LogWealth, process.PeakLogWealth, process.Count).ShouldBe((0, 0, 0));
        JsonSerializer.Serialize(process.State).ShouldNotContain("Infinity");
    }

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new EProcess(1));
        Should.Throw<ArgumentOutOfRangeException>(() => new EProcess(-3, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => new EProcess(0).Add(-1.01));
        Should.Throw<ArgumentOutOfRangeException>(() => new EProcess(0).Rejected(0));
        Should.Throw<ArgumentOutOfRangeException>(() => new EProcess(new EProcessState(0, 1, 0, 0, [0, 0])));
    }

    private static int RowsTillRejected(Random random, int goodRows)
    {
        var process = new EProcess(-0.01);
        for (var row = 0; row < goodRows; row++) process.Add(DrawnPairs.One(random, 0.05, 0.05));
        var rows = 0;
        for (; !process.Rejected(0.05); rows++) process.Add(DrawnPairs.One(random, 0.05, 0.10));
        return rows;
    }
}
