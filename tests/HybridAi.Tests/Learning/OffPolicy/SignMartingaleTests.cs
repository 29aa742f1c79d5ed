using HybridAi.Learning.OffPolicy;

namespace HybridAi.Tests.Learning.OffPolicy;

public sealed class SignMartingaleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 3)]
    [InlineData(12, 5)]
    [InlineData(40, 60)]
    public void The_closed_form_is_the_mixture(int heads, int tails)
    {
        const int parts = 200_000;
        var mixture = Enumerable.Range(0, parts).Average(part =>
        {
            var chance = 0.5 + (part + 0.5) / parts / 2;
            return Math.Exp(heads * Math.Log(2 * chance) + tails * Math.Log(2 * (1 - chance)));
        });

        SignMartingale.LogCapital(heads, tails).ShouldBe(Math.Log(mixture), 1e-6);
    }

    [Fact]
    public void A_fair_coin_leaves_the_expected_capital_as_it_is()
    {
        foreach (var (heads, tails) in (ReadOnlySpan<(int, int)>)[(0, 0), (7, 2), (3, 30)])
        {
            var next = (Math.Exp(SignMartingale.LogCapital(heads + 1, tails)) + Math.Exp(SignMartingale.LogCapital(heads, tails + 1))) / 2;
            next.ShouldBe(Math.Exp(SignMartingale.LogCapital(heads, tails)), 1e-9 * next);
        }
    }

    [Fact]
    public void Large_counts_stay_numbers()
    {
        SignMartingale.LogCapital(60_000, 40_000).ShouldBeInRange(2_000, 2_020);
        SignMartingale.LogCapital(40_000, 60_000).ShouldBeLessThan(0);
        Should.Throw<ArgumentOutOfRangeException>(() => SignMartingale.LogCapital(-1, 0));
    }
}
