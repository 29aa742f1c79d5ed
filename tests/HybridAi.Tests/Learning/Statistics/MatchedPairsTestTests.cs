using HybridAi.Learning.Statistics;
using MathNet.Numerics;

namespace HybridAi.Tests.Learning.Statistics;

public sealed class MatchedPairsTestTests
{
    [Fact]
    public void The_score_matches_the_published_example()
        => TangoScore.Of(44, 0, 1, 0.1).ShouldBe(1.709, 5e-4);

    [Theory, InlineData(0.01), InlineData(0.2), InlineData(0), InlineData(-0.05), InlineData(-0.6)]
    public void The_score_rises_with_each_win_and_falls_with_each_loss(double margin)
    {
        foreach (var rows in (int[])[1, 2, 7, 30])
        {
            for (var wins = 0; wins < rows; wins++)
            {
                for (var losses = 0; wins + losses < rows; losses++)
                {
                    var score = TangoScore.Of(rows, wins, losses, margin);
                    TangoScore.Of(rows, wins + 1, losses, margin).ShouldBeGreaterThanOrEqualTo(score - 1e-12);
                    TangoScore.Of(rows, wins, losses + 1, margin).ShouldBeLessThanOrEqualTo(score + 1e-12);
                }
            }
        }
    }

    [Theory, InlineData(12, 0.1), InlineData(25, 0.05), InlineData(25, 0), InlineData(20, -0.15), InlineData(40, 0.02)]
    public void The_p_value_is_the_greatest_chance_over_the_whole_claim(int rows, double margin)
    {
        // Every outcome is listed, every pair of rates of a fine grid inside the claim is tried: nothing is shared with the code but the statistic.
        for (var wins = 0; wins <= rows; wins += 3)
        {
            for (var losses = 0; wins + losses <= rows; losses += 4)
            {
                var seen = new PairedDifferences(rows, wins, losses);
                var (exact, pValue) = (Listed(seen, margin), MatchedPairsTest.PValue(seen, margin));
                pValue.ShouldBeGreaterThanOrEqualTo(Math.Min(1, exact) - 1e-9, $"{seen}");
                pValue.ShouldBeLessThanOrEqualTo(exact * 1.0125 + 2e-3, $"{seen}");
            }
        }
    }

    private static double Listed(PairedDifferences seen, double margin)
    {
        var score = TangoScore.Of(seen.Rows, seen.Wins, seen.Losses, margin) - 1e-9;
        var (low, high) = ClopperPearson.Interval(seen.Differing, seen.Rows, 1 - MatchedPairsTest.OutsideRates);
        List<(int Wins, int Losses, double Ways)> favourable = [];
        for (var wins = 0; wins <= seen.Rows; wins++)
            for (var losses = 0; wins + losses <= seen.Rows; losses++)
                if (TangoScore.Of(seen.Rows, wins, losses, margin) >= score)
                    favourable.Add((wins, losses, SpecialFunctions.Binomial(seen.Rows, wins) * SpecialFunctions.Binomial(seen.Rows - wins, losses)));
        var most = 0.0;
        for (var step = 0; step <= 80; step++)
        {
            var differ = low + (high - low) * step / 80;
            foreach (var mean in (double[])[-margin, -margin - 0.03, differ])
            {
                if (mean > -margin || Math.Abs(mean) > differ) continue;
                var (win, loss, same) = ((differ + mean) / 2, (differ - mean) / 2, 1 - differ);
                most = Math.Max(most, favourable.Sum(at => at.Ways * Math.Pow(win, at.Wins) * Math.Pow(loss, at.Losses) * Math.Pow(same, seen.Rows - at.Wins - at.Losses)));
            }
        }

        return most + MatchedPairsTest.OutsideRates;
    }
}
