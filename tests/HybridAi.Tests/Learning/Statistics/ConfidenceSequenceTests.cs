using HybridAi.Learning.Statistics;

namespace HybridAi.Tests.Learning.Statistics;

public sealed class ConfidenceSequenceTests
{
    [Theory, InlineData(0.05, 0.06), InlineData(0.002, 0.001), InlineData(0.3, 0.1)]
    public void The_mean_is_ever_excluded_in_at_most_one_of_twenty_streams(double wins, double losses)
    {
        const int Streams = 2_000;
        var random = new Random(4);

        var excluded = Enumerable.Range(0, Streams).Count(_ =>
        {
            var sequence = new ConfidenceSequence(0.95);
            return Enumerable.Range(1, 2_000).Any(row =>
            {
                sequence.Add(DrawnPairs.One(random, wins, losses));
                return (row < 20 || row % 5 == 0) && sequence.Excludes(wins - losses);
            });
        });

        excluded.ShouldBeLessThanOrEqualTo(AtMost.OneOfTwenty(Streams));
    }

    [Fact]
    public void What_is_excluded_is_what_lies_outside_of_the_bounds()
    {
        var sequence = new ConfidenceSequence(0.9);
        foreach (var row in DrawnPairs.Rows(new Random(8), 3_000, 0.1, 0.05)) sequence.Add(row);

        var (lower, upper) = (sequence.Lower, sequence.Upper);

        lower.ShouldBeInRange(sequence.Mean - 0.03, sequence.Mean);
        upper.ShouldBeInRange(sequence.Mean, sequence.Mean + 0.03);
        foreach (var mean in (double[])[lower - 1e-6, upper + 1e-6, -1, 1]) sequence.Excludes(mean).ShouldBeTrue();
        foreach (var mean in (double[])[lower + 1e-6, sequence.Mean, upper - 1e-6]) sequence.Excludes(mean).ShouldBeFalse();
    }

    [Fact]
    public void Without_values_nothing_is_said()
    {
        var sequence = new ConfidenceSequence(0.95, bound: 4);

        (sequence.Lower, sequence.Mean, sequence.Upper, sequence.Count).ShouldBe((-4, 0, 4, 0));
        sequence.Excludes(0.5).ShouldBeFalse();
    }

    [Fact]
    public void Weighted_audits_bound_the_mean_of_all_decisions()
    {
        var random = new Random(6);
        var sequence = new ConfidenceSequence(0.95, bound: 10);
        for (var row = 0; row < 20_000; row++)
        {
            var share = row % 2 == 0 ? 0.1 : 0.5;
            sequence.Add(random.NextDouble() < share ? DrawnPairs.One(random, 0.3, 0) / share : 0);
        }

        sequence.Lower.ShouldBeInRange(0.2, 0.3);
        sequence.Upper.ShouldBeInRange(0.3, 0.4);
    }

    [Fact]
    public void Counts_of_values_are_all_that_must_be_kept()
    {
        var sequence = new ConfidenceSequence(0.95);
        foreach (var row in DrawnPairs.Rows(new Random(9), 500, 0.1, 0.2)) sequence.Add(row);
        var again = new ConfidenceSequence(0.95);

        foreach (var (value, times) in sequence.Times) again.Add(value, times);

        (again.Count, again.Mean).ShouldBe((sequence.Count, sequence.Mean));
        again.Lower.ShouldBe(sequence.Lower, 1e-12);
        again.Upper.ShouldBe(sequence.Upper, 1e-12);
    }

    [Fact]
    public void Values_beyond_the_bound_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ConfidenceSequence(0.95).Add(1.5));
        Should.Throw<ArgumentOutOfRangeException>(() => new ConfidenceSequence(0.95).Add(double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => new ConfidenceSequence(0.95).Add(0, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new ConfidenceSequence(1));
        Should.Throw<ArgumentOutOfRangeException>(() => new ConfidenceSequence(0.9, 0));
    }
}
