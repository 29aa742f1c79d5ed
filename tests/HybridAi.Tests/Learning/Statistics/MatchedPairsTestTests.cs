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
                pValue.ShouldBeLessThanOrEqualTo(exact * 1.01 + 5e-4, $"{seen}");
            }
        }
    }

    [Theory, InlineData(20, 0.05), InlineData(40, 0.02), InlineData(40, 0), InlineData(30, -0.1)]
    public void A_false_claim_is_accepted_in_at_most_one_of_twenty(int rows, double margin)
    {
        // Summed over all outcomes with their chances, for many rates on the edge of the claim: exact, no simulation.
        var accepted = Outcomes(rows).Where(seen => MatchedPairsTest.PValue(seen, margin) <= 0.05).ToList();

        accepted.ShouldNotBeEmpty();
        for (var rate = Math.Abs(margin); rate <= 1; rate += 0.01)
            accepted.Sum(seen => Chance(seen, (rate - margin) / 2, (rate + margin) / 2)).ShouldBeLessThanOrEqualTo(0.05, $"rate {rate}");
    }

    [Theory, InlineData(0.1, 0.1), InlineData(0.05, 0.15), InlineData(0, 0.02), InlineData(0.4, 0.1), InlineData(0.3, 0)]
    public void The_bounds_cover_as_often_as_promised(double wins, double losses)
    {
        double above = 0, below = 0;
        foreach (var seen in Outcomes(24))
        {
            if (MatchedPairsTest.Lower(seen, 0.95) > wins - losses) above += Chance(seen, wins, losses);
            if (MatchedPairsTest.Upper(seen, 0.95) < wins - losses) below += Chance(seen, wins, losses);
        }

        above.ShouldBeLessThanOrEqualTo(0.05);
        below.ShouldBeLessThanOrEqualTo(0.05);
    }

    [Fact]
    public void The_bound_is_shown_and_the_next_one_is_not()
    {
        var seen = new PairedDifferences(1_000, 30, 25);

        var bound = MatchedPairsTest.Lower(seen, 0.95);

        bound.ShouldBeInRange(-0.01, seen.Mean);
        MatchedPairsTest.PValue(seen, -bound).ShouldBeLessThanOrEqualTo(0.05);
        MatchedPairsTest.PValue(seen, -bound - 0.0001).ShouldBeGreaterThan(0.05 - 1e-9);
        MatchedPairsTest.Upper(seen, 0.95).ShouldBe(-MatchedPairsTest.Lower(seen.Exchange(), 0.95));
    }

    [Fact]
    public void A_verdict_is_the_same_with_and_without_the_p_value()
    {
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var rows = random.Next(1, 3_000);
            var (wins, losses) = (random.Next(rows / 20 + 1), random.Next(rows / 20 + 1));
            var seen = new PairedDifferences(rows, wins, losses);
            var pValue = MatchedPairsTest.PValue(seen, 0.01);
            // The p-value may be too high by its tolerance, the verdict is not.
            if (pValue is < 0.05 or > 0.0502) MatchedPairsTest.Shows(seen, 0.01, 0.95).ShouldBe(pValue <= 0.05, $"{seen}");
        }
    }

    [Theory, InlineData(2_000, 80, 60), InlineData(10_000, 2_080, 2_000), InlineData(500, 20, 30), InlineData(400, 250, 150)]
    public void Without_a_margin_it_agrees_with_McNemar_and_is_no_more_timid(int rows, int wins, int losses)
    {
        var conditional = McNemar.Exact(wins, losses);

        MatchedPairsTest.PValue(new PairedDifferences(rows, wins, losses), 0).ShouldBeInRange(conditional * 0.8, conditional + 1e-3);
    }

    [Fact]
    public void A_gain_is_shown_only_where_the_mean_is_well_above_it()
    {
        MatchedPairsTest.Shows(new PairedDifferences(1_000, 80, 20), -0.03, 0.95).ShouldBeTrue();
        MatchedPairsTest.Shows(new PairedDifferences(1_000, 80, 20), -0.055, 0.95).ShouldBeFalse();
        // Rows that never differ can't have gained a half, whatever the other rates are.
        MatchedPairsTest.PValue(new PairedDifferences(500, 0, 0), -0.5).ShouldBe(1);
    }

    [Fact]
    public void Nothing_seen_says_nothing()
    {
        MatchedPairsTest.PValue(default, 0.01).ShouldBe(1);
        MatchedPairsTest.Lower(default, 0.95).ShouldBe(-1);
        MatchedPairsTest.Upper(default, 0.95).ShouldBe(1);
        MatchedPairsTest.PValue(new PairedDifferences(50, 0, 0), 0).ShouldBe(1);
    }

    [Fact]
    public void Rows_that_all_differ_are_judged_too()
    {
        // All wins: the claim's best chance is that of a coin with (1 - 0.2) / 2.
        MatchedPairsTest.PValue(new PairedDifferences(6, 6, 0), 0.2).ShouldBe(Math.Pow(0.4, 6) + MatchedPairsTest.OutsideRates, 2e-4);
        MatchedPairsTest.PValue(new PairedDifferences(40, 0, 40), 0.2).ShouldBeGreaterThan(0.99);
    }

    [Fact]
    public void Margins_and_confidences_out_of_range_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => MatchedPairsTest.PValue(new PairedDifferences(5, 1, 1), 1));
        Should.Throw<ArgumentOutOfRangeException>(() => MatchedPairsTest.Lower(new PairedDifferences(5, 1, 1), 1));
        Should.Throw<ArgumentOutOfRangeException>(() => MatchedPairsTest.RowsNeeded(new PairedDifferences(5, 1, 1), 0.1, 0.95, 1));
        MatchedPairsTest.Shows(new PairedDifferences(5_000, 0, 0), 0.1, 0.99995).ShouldBeFalse();
    }

    private static IEnumerable<PairedDifferences> Outcomes(int rows) => Enumerable.Range(0, rows + 1)
        .SelectMany(wins => Enumerable.Range(0, rows - wins + 1).Select(losses => new PairedDifferences(rows, wins, losses)));

    private static double Chance(PairedDifferences seen, double win, double loss)
        => SpecialFunctions.Binomial(seen.Rows, seen.Wins) * SpecialFunctions.Binomial(seen.Rows - seen.Wins, seen.Losses)
            * Math.Pow(win, seen.Wins) * Math.Pow(loss, seen.Losses) * Math.Pow(Math.Max(0, 1 - win - loss), seen.Rows - seen.Differing);

    private static double Listed(PairedDifferences seen, double margin)
    {
        var score = TangoScore.Of(seen.Rows, seen.Wins, seen.Losses, margin) - 1e-9;
        var (low, high) = ClopperPearson.Interval(seen.Differing, seen.Rows, 1 - MatchedPairsTest.OutsideRates);
        var favourable = Outcomes(seen.Rows).Where(other => TangoScore.Of(other.Rows, other.Wins, other.Losses, margin) >= score).ToList();
        var most = 0.0;
        foreach (var differ in (double[])[.. Enumerable.Range(0, 81).Select(step => low + (high - low) * step / 80), Math.Clamp(Math.Abs(margin), low, high)])
        {
            foreach (var mean in (double[])[-margin, -margin - 0.03, differ])
                if (mean <= -margin && Math.Abs(mean) <= differ)
                    most = Math.Max(most, favourable.Sum(other => Chance(other, (differ + mean) / 2, (differ - mean) / 2)));
        }

        return most + MatchedPairsTest.OutsideRates;
    }
}
