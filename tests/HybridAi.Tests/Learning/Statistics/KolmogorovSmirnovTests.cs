using HybridAi.Learning.Statistics;

namespace HybridAi.Tests.Learning.Statistics;

public class KolmogorovSmirnovTests
{
    [Fact]
    public void The_distance_is_the_largest_gap_between_the_cumulated_shares()
    {
        KolmogorovSmirnov.Distance([1, 2, 3, 4], [3, 4, 5, 6]).ShouldBe(0.5);
        KolmogorovSmirnov.Distance([1, 1, 2], [1, 2, 2]).ShouldBe(1 / 3.0, 1e-12);
        KolmogorovSmirnov.Distance([0.1, 0.2], [0.3, 0.4]).ShouldBe(1);
        KolmogorovSmirnov.Distance([5, 3, 1], [1, 3, 5]).ShouldBe(0);
    }

    [Fact]
    public void The_p_value_is_kolmogorov_s_limit()
    {
        // 5 % and 1 % points of the limit: 1.3581 and 1.6276 (Smirnov 1948, table I). 5,000 each, so that the correction hardly matters.
        Shifted(0.0268).ShouldBe(0.05, 0.005);
        Shifted(0.0322).ShouldBe(0.01, 0.002);

        static double Shifted(double distance)
        {
            double[] one = [.. Enumerable.Range(0, 5_000).Select(i => (double)i)];
            return KolmogorovSmirnov.PValue(one, [.. one.Select(value => value + 5_000 * distance)]);
        }
    }

    [Fact]
    public void Samples_of_one_distribution_are_told_apart_in_at_most_one_of_twenty()
    {
        var random = new Random(1);
        var told = Enumerable.Range(0, 2_000).Count(_ => KolmogorovSmirnov.PValue(Draw(80, 0), Draw(60, 0)) <= 0.05);

        told.ShouldBeInRange(50, 125);
        Enumerable.Range(0, 50).Count(_ => KolmogorovSmirnov.PValue(Draw(200, 0), Draw(200, 0.3)) <= 0.05).ShouldBe(50);

        double[] Draw(int count, double shift) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() + shift)];
    }

    [Fact]
    public void Empty_samples_and_what_is_no_number_are_refused()
    {
        Should.Throw<ArgumentException>(() => KolmogorovSmirnov.PValue([], [1]));
        Should.Throw<ArgumentException>(() => KolmogorovSmirnov.Distance([1], [double.NaN]));
    }
}
