using HybridAi.Learning.Statistics;

namespace HybridAi.Tests.Learning.Statistics;

public sealed class RowsNeededTests
{
    [Theory, InlineData(500, 5, 5, 0.01), InlineData(500, 20, 20, 0.02), InlineData(200, 2, 4, 0.03), InlineData(50, 0, 1, 0.03)]
    public void So_many_rows_are_enough_about_four_times_in_five(int rows, int wins, int losses, double margin)
    {
        const int Draws = 400;
        var needed = MatchedPairsTest.RowsNeeded(new PairedDifferences(rows, wins, losses), margin, 0.95).ShouldNotBeNull();
        var random = new Random(2);

        var enough = Enumerable.Range(0, Draws).Count(_ => MatchedPairsTest.Shows(
            DrawnPairs.Counts(random, needed, wins / (double)rows, losses / (double)rows), margin, 0.95));

        (enough / (double)Draws).ShouldBeInRange(0.73, 0.9);
    }

    [Fact]
    public void No_number_of_rows_like_these_would_do()
    {
        MatchedPairsTest.RowsNeeded(new PairedDifferences(500, 20, 25), 0.01, 0.95).ShouldBeNull();
        MatchedPairsTest.RowsNeeded(new PairedDifferences(500, 0, 0), 0, 0.95).ShouldBeNull();
    }

    [Fact]
    public void The_closer_the_mean_is_to_the_floor_the_more_rows_are_needed()
    {
        var needed = Enumerable.Range(0, 9).Select(more => MatchedPairsTest.RowsNeeded(new PairedDifferences(1_000, 20, 20 + more), 0.01, 0.95)!.Value).ToList();

        needed.ShouldBe(needed.Order());
        MatchedPairsTest.RowsNeeded(new PairedDifferences(100_000, 20_000, 20_999), 0.01, 0.95)!.Value.ShouldBeGreaterThan(200_000);
    }

    [Theory, InlineData(0.01, 0.95, 299), InlineData(0.02, 0.95, 149), InlineData(0.05, 0.99, 97)]
    public void The_least_number_of_rows_is_that_where_none_may_differ(double margin, double confidence, int least)
    {
        MatchedPairsTest.LeastRows(margin, confidence).ShouldBe(least);
        MatchedPairsTest.Shows(new PairedDifferences(least, 0, 0), margin, confidence).ShouldBeTrue();
        MatchedPairsTest.Shows(new PairedDifferences(least - 1, 0, 0), margin, confidence).ShouldBeFalse();
        MatchedPairsTest.RowsNeeded(new PairedDifferences(40, 0, 0), margin, confidence).ShouldBe(least);
    }

    [Fact]
    public void Without_a_margin_no_number_of_equal_rows_shows_anything() => MatchedPairsTest.LeastRows(0, 0.95).ShouldBeNull();
}
