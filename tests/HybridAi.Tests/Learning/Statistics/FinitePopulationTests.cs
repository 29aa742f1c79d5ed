using HybridAi.Learning.Statistics;

namespace HybridAi.Tests.Learning.Statistics;

public sealed class FinitePopulationTests
{
    [Theory]
    [InlineData(40, 0.05)]
    [InlineData(60, 0.3)]
    public void The_bound_holds_for_every_number_of_bad_ones(int population, double risk)
    {
        for (var sample = 1; sample < population; sample += 6)
        for (var bad = 0; bad <= population; bad++)
        {
            var missed = Enumerable.Range(0, Math.Min(sample, bad) + 1).Where(found => sample - found <= population - bad)
                .Where(found => FinitePopulation.Upper(found, sample, population, 1 - risk) < bad)
                .Sum(found => Choose(bad, found) * Choose(population - bad, sample - found) / Choose(population, sample));
            missed.ShouldBeLessThanOrEqualTo(risk + 1e-9, $"{bad} bad of {population}, sample {sample}");
        }
    }

    [Fact]
    public void Who_looks_at_all_knows_all_and_who_looks_at_none_knows_nothing()
    {
        FinitePopulation.Upper(3, 50, 50, 0.95).ShouldBe(3);
        FinitePopulation.Upper(0, 0, 50, 0.95).ShouldBe(50);
        FinitePopulation.Upper(0, 0, 0, 0.95).ShouldBe(0);
    }

    [Fact]
    public void It_is_tighter_than_the_binomial_bound_and_near_it_where_the_population_is_large()
    {
        var binomial = ClopperPearson.Upper(6, 300, 0.95);

        (FinitePopulation.Upper(6, 300, 1_000, 0.95) / 1_000.0).ShouldBeLessThan(binomial - 0.003);
        (FinitePopulation.Upper(6, 300, 1_000_000, 0.95) / 1_000_000.0).ShouldBe(binomial, 1e-4);
    }

    [Fact]
    public void A_plan_is_the_smallest_sample_that_shows_it_with_the_stated_chance()
    {
        const int population = 500;
        var planned = FinitePopulation.Plan(population, 0.1, 0.95, 0.9);

        Shows(planned).ShouldBeGreaterThanOrEqualTo(0.9);
        Enumerable.Range(1, planned - 1).Max(Shows).ShouldBeLessThan(0.9);

        static double Shows(int sample) => Enumerable.Range(0, Math.Min(sample, 25) + 1)
            .Where(found => FinitePopulation.Upper(found, sample, population, 0.95) <= 50)
            .Sum(found => Choose(25, found) * Choose(population - 25, sample - found) / Choose(population, sample));
    }

    [Fact]
    public void More_precision_or_more_candidates_take_more_looks_and_never_more_than_there_are()
    {
        FinitePopulation.Plan(3_000, 0.03, 0.95, 0.9).ShouldBeGreaterThan(FinitePopulation.Plan(3_000, 0.05, 0.95, 0.9));
        FinitePopulation.Plan(3_000, 0.05, 0.95, 0.9).ShouldBeGreaterThan(FinitePopulation.Plan(300, 0.05, 0.95, 0.9));
        FinitePopulation.Plan(100_000, 0.05, 0.95, 0.9).ShouldBeInRange(400, 600);
        FinitePopulation.Plan(10, 0.05, 0.95, 0.9).ShouldBe(10);
    }

    [Fact]
    public void Counts_and_chances_out_of_range_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => FinitePopulation.Upper(5, 4, 10, 0.95));
        Should.Throw<ArgumentOutOfRangeException>(() => FinitePopulation.Upper(1, 11, 10, 0.95));
        Should.Throw<ArgumentOutOfRangeException>(() => FinitePopulation.Upper(1, 4, 10, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => FinitePopulation.Plan(10, 0, 0.95, 0.9));
        Should.Throw<ArgumentOutOfRangeException>(() => FinitePopulation.Plan(10, 0.1, 0.95, 1));
    }

    private static double Choose(int n, int k)
    {
        var product = 1.0;
        for (var i = 0; i < k; i++) product *= (double)(n - i) / (k - i);
        return product;
    }
}
