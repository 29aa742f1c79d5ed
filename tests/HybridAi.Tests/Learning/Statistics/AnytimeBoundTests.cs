using HybridAi.Learning.Statistics;

namespace HybridAi.Tests.Learning.Statistics;

public sealed class AnytimeBoundTests
{
    [Fact]
    public void Free_looks_cost_more_draws_than_one_planned_look()
    {
        AnytimeBound.StillNeeded(0, 0, 0.05, 0.95).ShouldBeInRange(60, 100);
        foreach (var (failures, draws) in new[] { (0, 50), (3, 100), (20, 100), (100, 100) })
            AnytimeBound.Upper(failures, draws, 0.95).ShouldBeGreaterThanOrEqualTo(ClopperPearson.Upper(failures, draws, 0.95) - 1e-9);
    }

    [Fact]
    public void What_is_still_needed_is_just_enough()
    {
        foreach (var (failures, draws) in new[] { (0, 0), (1, 40), (5, 300) })
        {
            var more = AnytimeBound.StillNeeded(failures, draws, 0.05, 0.95);
            AnytimeBound.Upper(failures, draws + more, 0.95).ShouldBeLessThanOrEqualTo(0.05 + 1e-9);
            if (more > 0) AnytimeBound.Upper(failures, draws + more - 1, 0.95).ShouldBeGreaterThan(0.05);
        }
    }

    [Fact]
    public void A_failure_never_lowers_the_bound()
    {
        for (var draws = 1; draws < 200; draws += 13)
            for (var failures = 0; failures < draws; failures++)
                AnytimeBound.Upper(failures + 1, draws, 0.9).ShouldBeGreaterThanOrEqualTo(AnytimeBound.Upper(failures, draws, 0.9));
        AnytimeBound.Upper(0, 0, 0.95).ShouldBe(1);
    }

    [Fact]
    public void Looking_after_every_draw_is_wrong_at_most_as_often_as_stated()
    {
        const double truth = 0.06;
        const int runs = 1_000;
        var random = new Random(11);
        var broken = Enumerable.Range(0, runs).Count(_ =>
        {
            var failures = 0;
            for (var draws = 1; draws <= 600; draws++)
            {
                if (random.NextDouble() < truth) failures++;
                if (AnytimeBound.StillNeeded(failures, draws, truth, 0.9) == 0) return true;
            }

            return false;
        });

        broken.ShouldBeLessThanOrEqualTo((int)(ClopperPearson.Upper(runs / 10, runs, 0.999) * runs));
        broken.ShouldBeGreaterThan(runs / 100);
    }

    [Fact]
    public void Counts_out_of_range_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => AnytimeBound.Upper(2, 1, 0.95));
        Should.Throw<ArgumentOutOfRangeException>(() => AnytimeBound.StillNeeded(0, 0, 0, 0.95));
        Should.Throw<ArgumentOutOfRangeException>(() => AnytimeBound.Upper(0, 1, 1));
    }
}
