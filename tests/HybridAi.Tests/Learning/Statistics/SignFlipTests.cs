using HybridAi.Learning.Statistics;

namespace HybridAi.Tests.Learning.Statistics;

public class SignFlipTests
{
    [Fact]
    public void Two_sides_that_are_equally_good_are_told_apart_in_at_most_one_of_twenty()
    {
        var random = new Random(4);
        var found = 0;
        for (var trial = 0; trial < 400; trial++)
        {
            double[] differences = [.. Enumerable.Range(0, 40).Select(_ => Math.Pow(random.NextDouble(), 3) * (random.Next(2) == 0 ? 9 : -9))];
            if (SignFlip.PValue(differences, trial) <= 0.05) found++;
        }

        // 20 are expected of 400; three standard errors above.
        found.ShouldBeLessThanOrEqualTo(33);
    }

    [Fact]
    public void The_p_value_is_that_of_all_signs_where_they_can_be_counted()
    {
        // 1 of 2^5 signs reaches the sum.
        SignFlip.PValue([1, 2, 3, 4, 5]).ShouldBe(1 / 32.0, 0.006);
        SignFlip.PValue([-1, -2, -3]).ShouldBe(1);
    }

    [Fact]
    public void A_difference_on_every_row_is_as_unlikely_as_the_draws_can_say() => SignFlip.PValue([.. Enumerable.Repeat(2.5, 60)]).ShouldBe(1e-4, 1e-12);

    [Fact]
    public void No_difference_is_no_evidence()
    {
        SignFlip.PValue([]).ShouldBe(1);
        SignFlip.PValue([0, 0, 0]).ShouldBe(1);
    }
}
