using HybridAi.Learning.Routing;

namespace HybridAi.Tests.Learning.Routing;

public class SegmentationTests
{
    [Fact]
    public void Stretches_are_worth_as_much_as_the_best_of_all_ways_to_cut()
    {
        var random = new Random(3);
        for (var draw = 0; draw < 200; draw++)
        {
            var (bins, actions, cut) = (1 + random.Next(6), 1 + random.Next(4), random.NextDouble());
            var values = Enumerable.Range(0, bins * actions).Select(_ => random.NextDouble() * 2 - 1).ToArray();
            var chosen = new int[bins];

            var best = Segmentation.Best(values, actions, cut, chosen);

            best.ShouldBe(BestOfAll(values, bins, actions, cut), 1e-9);
            Worth(values, chosen, actions, cut).ShouldBe(best, 1e-9);
            chosen.ShouldBe(chosen.Order());
        }
    }

    [Fact]
    public void A_gain_below_the_cost_of_a_cut_is_left()
    {
        var chosen = new int[3];

        // Going on is worth 0.3 more in the first bin alone.
        Segmentation.Best([1.3, 1, 1, 1.5, 1, 1.5], 2, costOfCut: 0.5, chosen);

        chosen.ShouldBe([1, 1, 1]);
    }

    private static double BestOfAll(double[] values, int bins, int actions, double cut)
    {
        return From(0, 0, []);

        double From(int bin, int least, int[] so)
        {
            if (bin == bins) return Worth(values, so, actions, cut);
            return Enumerable.Range(least, actions - least).Max(action => From(bin + 1, action, [.. so, action]));
        }
    }

    private static double Worth(double[] values, int[] chosen, int actions, double cut)
        => chosen.Select((action, bin) => values[bin * actions + action]).Sum() - cut * chosen.Zip(chosen.Skip(1)).Count(pair => pair.First != pair.Second);
}
