using HybridAi.Learning.Statistics;

namespace HybridAi.Tests.Learning.Statistics;

public class PairedBoundTests
{
    [Theory, InlineData(0.02, 0.01), InlineData(0.06, 0.05), InlineData(0.25, 0.20)]
    public void A_false_claim_is_accepted_in_at_most_one_of_twenty_samples(double losses, double wins)
    {
        // The mean is exactly the value that must not be shown to be exceeded.
        const int Samples = 2_000;
        var random = new Random(11);

        var accepted = Enumerable.Range(0, Samples).Count(_ => PairedBound.Above(wins - losses, DrawnPairs.Rows(random, 800, wins, losses), 0.95));

        accepted.ShouldBeLessThan((int)(Samples * 0.065));
    }

    [Fact]
    public void A_true_claim_with_room_is_mostly_accepted()
    {
        var random = new Random(5);

        var accepted = Enumerable.Range(0, 200).Count(_ => PairedBound.Above(-0.02, DrawnPairs.Rows(random, 1_500, 0.03, 0.03), 0.95));

        accepted.ShouldBeGreaterThan(120);
    }

    [Fact]
    public void Without_one_difference_three_hundred_and_fifty_rows_show_a_margin_of_one_hundredth()
    {
        PairedBound.Above(-0.01, new sbyte[350], 0.95).ShouldBeTrue();
        PairedBound.Above(-0.01, new sbyte[250], 0.95).ShouldBeFalse();
    }

    [Fact]
    public void The_bound_is_the_last_value_that_is_exceeded()
    {
        var differences = DrawnPairs.Rows(new Random(3), 600, 0.05, 0.02);

        var bound = PairedBound.Lower(differences, 0.95);

        bound.ShouldBeLessThan(differences.Average(difference => (double)difference));
        PairedBound.Above(bound, differences, 0.95).ShouldBeTrue();
        PairedBound.Above(bound + 0.001, differences, 0.95).ShouldBeFalse();
        PairedBound.Lower([], 0.95).ShouldBe(-1);
    }
}
