using HybridAi.Llm.Gateway;
using HybridAi.Serve.Reporting;

namespace HybridAi.Tests.Serve.Reporting;

public class SpendForecastTests
{
    // A Monday; the month has 31 days.
    private static readonly DateTimeOffset Now = new(2026, 3, 16, 12, 0, 0, TimeSpan.Zero);

    private static DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    [Fact]
    public void The_same_every_day_is_the_same_every_day_to_come()
    {
        var days = Enumerable.Range(1, 56).ToDictionary(back => Today.AddDays(-back), _ => 2m);

        var forecast = SpendForecast.Of(days, Now)!;

        // 15 days at 2 dollars are spent; today and 15 more days are to come.
        (forecast.Month, forecast.SpentUsd, forecast.ExpectedUsd, forecast.Weeks).ShouldBe(("2026-03", 30m, 62m, 8));
        (forecast.LowerUsd, forecast.UpperUsd).ShouldBe((62m, 62m));
    }

    [Fact]
    public void Days_of_the_week_keep_their_height()
    {
        var days = Enumerable.Range(1, 56).Select(back => Today.AddDays(-back)).ToDictionary(day => day, day => day.DayOfWeek == DayOfWeek.Tuesday ? 10m : 0m);

        // Tuesdays the 3rd and 10th are spent, the 17th, 24th and 31st are to come.
        SpendForecast.Of(days, Now)!.ExpectedUsd.ShouldBe(50m);
    }

    [Fact]
    public void Today_costs_at_least_what_it_has_cost()
    {
        var days = Enumerable.Range(1, 56).ToDictionary(back => Today.AddDays(-back), _ => 2m);
        days[Today] = 7m;

        var forecast = SpendForecast.Of(days, Now)!;

        (forecast.SpentUsd, forecast.ExpectedUsd).ShouldBe((37m, 67m));
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(21, true)]
    public void Fewer_than_three_whole_weeks_say_nothing(int days, bool says)
        => (SpendForecast.Of(Enumerable.Range(1, days).ToDictionary(back => Today.AddDays(-back), _ => 1m), Now) is not null).ShouldBe(says);

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void The_interval_holds_the_month_about_as_often_as_it_says(int weeks)
    {
        const int Trials = 400;
        var (chance, held) = (new Random(7), 0);
        for (var trial = 0; trial < Trials; trial++)
        {
            // Working days cost more, a week has a fate in common, and each day one of its own with a long tail.
            var fate = Enumerable.Range(0, weeks + 4).Select(_ => 0.5 + chance.NextDouble()).ToArray();
            var all = Enumerable.Range(-7 * weeks, 7 * weeks + 16).ToDictionary(
                i => Today.AddDays(i),
                i => (decimal)(fate[(i + 7 * weeks) / 7] * (Today.AddDays(i).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 2 : 10) * -Math.Log(1 - chance.NextDouble())));
            var forecast = SpendForecast.Of(all.Where(day => day.Key < Today).ToDictionary(), Now, trial)!;
            var month = all.Where(day => day.Key.Month == 3 && day.Key >= new DateOnly(2026, 3, 1)).Sum(day => day.Value);
            if (month >= forecast.LowerUsd && month <= forecast.UpperUsd) held++;
        }

        // It says 90 %; four standard errors of 400 trials are 6 points.
        ((double)held / Trials).ShouldBeInRange(0.84, 0.97);
    }

    [Fact]
    public void A_budget_that_will_not_last_alarms_before_it_is_spent()
    {
        var forecast = new SpendForecast("2026-03", 30, 62, 50, 75, 0.9, 8);

        BudgetAlarm.Of(State(cap: 100, spent: 30), forecast).Level.ShouldBe(AlarmLevel.Quiet);
        BudgetAlarm.Of(State(cap: 70, spent: 30), forecast).Level.ShouldBe(AlarmLevel.Forecast);
        BudgetAlarm.Of(State(cap: 60, spent: 30), forecast).Reason.ShouldStartWith("By the forecast 62.00 USD");
        BudgetAlarm.Of(State(cap: 36, spent: 30), null).Level.ShouldBe(AlarmLevel.Near);
        BudgetAlarm.Of(State(cap: 30, spent: 30), null).Level.ShouldBe(AlarmLevel.Exhausted);
        BudgetAlarm.Of(State(cap: 0, spent: 0), null).Level.ShouldBe(AlarmLevel.Exhausted);
        // It was set in the middle of the month: what is to come counts, not what came before.
        BudgetAlarm.Of(State(cap: 60, spent: 0), forecast).ExpectedUsd.ShouldBe(32);
    }

    private static BudgetState State(decimal cap, decimal spent)
        => new(new(BudgetScope.Project, "mail", BudgetPeriod.Month), cap, spent, 0, 0, new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero));
}
