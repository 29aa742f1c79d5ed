using HybridAi.Learning.Statistics;

namespace HybridAi.Tests.Learning.Statistics;

public sealed class PairedMeansTests
{
    [Fact]
    public void It_is_students_paired_test()
    {
        // Differences 1, 2, 3, 4: mean 2.5, standard error 0.6455, t = 3.873 with 3 degrees of freedom.
        PairedMeans.Greater([2, 4, 6, 8], [1, 2, 3, 4]).ShouldBe(0.01524, 1e-4);
        PairedMeans.Greater([1, 2, 3, 4], [2, 4, 6, 8]).ShouldBe(1 - 0.01524, 1e-4);
    }

    [Fact]
    public void Where_nothing_differs_nothing_is_shown()
    {
        PairedMeans.Greater([1, 2], [1, 2]).ShouldBe(1);
        PairedMeans.Greater([5], [1]).ShouldBe(1);
        PairedMeans.Greater([2, 3], [1, 2]).ShouldBe(0);
        Should.Throw<ArgumentException>(() => PairedMeans.Greater([1, 2], [1]));
    }

    [Fact]
    public void Equals_are_called_different_in_at_most_one_of_twenty_and_a_little()
    {
        var chance = new Random(1);
        var alarms = Enumerable.Range(0, 2_000).Count(_ => PairedMeans.Greater(Draw(), Draw()) <= 0.05);

        (alarms / 2_000.0).ShouldBeInRange(0.03, 0.07);

        double[] Draw() => [.. Enumerable.Range(0, 40).Select(_ => -Math.Log(1 - chance.NextDouble()))];
    }
}
