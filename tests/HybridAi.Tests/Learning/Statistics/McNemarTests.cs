using HybridAi.Learning.Statistics;

namespace HybridAi.Tests.Learning.Statistics;

public sealed class McNemarTests
{
    [Fact]
    public void Values_match_those_made_by_hand()
    {
        McNemar.Exact(8, 2).ShouldBe(56 / 1024.0, 1e-12);
        McNemar.MidP(8, 2).ShouldBe((11 + 45 / 2.0) / 1024, 1e-12);
        McNemar.TwoSided(8, 2).ShouldBe(112 / 1024.0, 1e-12);
        McNemar.Exact(3, 0).ShouldBe(1 / 8.0, 1e-12);
        McNemar.Exact(0, 3).ShouldBe(1);
        McNemar.TwoSided(5, 5).ShouldBe(1);
    }

    [Fact]
    public void Without_differing_rows_nothing_is_shown()
    {
        McNemar.Exact(0, 0).ShouldBe(1);
        McNemar.MidP(0, 0).ShouldBe(0.5);
        McNemar.TwoSided(0, 0).ShouldBe(1);
    }

    [Fact]
    public void Mid_p_of_the_two_sides_adds_up_to_one()
    {
        for (var b = 0; b < 40; b += 3)
            for (var c = 0; c < 40; c += 7)
                (McNemar.MidP(b, c) + McNemar.MidP(c, b)).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Large_counts_stay_accurate() => McNemar.Exact(5_100, 4_900).ShouldBe(0.02327, 2e-4);

    [Fact]
    public void Negative_counts_are_refused() => Should.Throw<ArgumentOutOfRangeException>(() => McNemar.Exact(-1, 2));
}
