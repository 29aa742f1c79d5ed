using System.Globalization;
using MathNet.Numerics.Distributions;

namespace HybridAi.Serve.Reporting;

/// <summary>What the present month of UTC will have cost.</summary>
/// <remarks>
/// A bootstrap of weeks. The whole weeks before today, at most eight, are drawn with replacement; each stretch of seven days that is left of the month is one
/// of the weeks drawn, day for day, so that the days of the week keep their height and days of one week their common fate. The ends are the 5th and 95th
/// percentile of 4,000 such months, moved outward as Student's quantile stands to the normal one and by √(w/(w − 1)), since few weeks vary less among
/// themselves than what they are drawn from (Davison and Hinkley 1997, Bootstrap Methods and their Application, section 2.6 has the latter). Drawback: there is
/// no trend in it. Spending that grows from week to week comes out too low.
/// </remarks>
/// <param name="Month">The month, such as 2026-03.</param>
/// <param name="SpentUsd">Spent by now.</param>
/// <param name="ExpectedUsd">What the month will have cost: mean.</param>
/// <param name="LowerUsd">Lower end of the interval; never below what is spent.</param>
/// <param name="UpperUsd">Upper end.</param>
/// <param name="Confidence">Confidence of the interval.</param>
/// <param name="Weeks">Whole weeks that it was drawn from.</param>
public sealed record SpendForecast(string Month, decimal SpentUsd, decimal ExpectedUsd, decimal LowerUsd, decimal UpperUsd, double Confidence, int Weeks)
{
    /// <summary>Of fewer whole weeks nothing is said.</summary>
    public const int FewestWeeks = 3;

    /// <summary>More weeks than these are not looked back.</summary>
    public const int MostWeeks = 8;

    private const int Months = 4_000;
    private const double Tail = 0.05;
    private const int WeekDays = 7;

    /// <summary>What a reader is told of the method.</summary>
    public const string Method =
        "Forecast: whole weeks before today, drawn again and again for what is left of the month (bootstrap of weeks, 90 % interval, widened for the number of weeks). It knows no trend.";

    /// <summary>The forecast, or null where there are too few whole weeks since the first day of spending.</summary>
    /// <param name="days">Spending by day of UTC, in US dollars; a day that is missing spent nothing.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="seed">Another seed, other months drawn.</param>
    public static SpendForecast? Of(IReadOnlyDictionary<DateOnly, decimal> days, DateTimeOffset now, int seed = 1)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (days.Count == 0) return null;
        var weeks = Math.Min(MostWeeks, (today.DayNumber - days.Keys.Min().DayNumber) / WeekDays);
        if (weeks < FewestWeeks) return null;
        var first = new DateOnly(today.Year, today.Month, 1);
        var before = days.Where(day => day.Key >= first && day.Key < today).Sum(day => day.Value);
        var spentToday = days.GetValueOrDefault(today);
        var totals = Draw(days, today, weeks, first.AddMonths(1).DayNumber - today.DayNumber, (double)spentToday, new(seed));
        Array.Sort(totals);
        var mean = totals.Average();
        var wider = StudentT.InvCDF(0, 1, weeks - 1, 1 - Tail) / Normal.InvCDF(0, 1, 1 - Tail) * Math.Sqrt(weeks / (weeks - 1.0));
        var (lower, upper) = (mean - wider * (mean - totals[(int)(Months * Tail)]), mean + wider * (totals[(int)(Months * (1 - Tail)) - 1] - mean));
        return new(
            first.ToString("yyyy-MM", CultureInfo.InvariantCulture), before + spentToday, before + Usd(mean), before + Math.Max(spentToday, Usd(lower)), before + Usd(upper),
            1 - 2 * Tail, weeks);

        static decimal Usd(double value) => Math.Round((decimal)value, 6);
    }

    // What today and the days left of the month come to, once for each month drawn. Today costs at least what it has cost.
    private static double[] Draw(IReadOnlyDictionary<DateOnly, decimal> days, DateOnly today, int weeks, int left, double spentToday, Random chance)
    {
        var past = Enumerable.Range(0, weeks * WeekDays).Select(i => (double)days.GetValueOrDefault(today.AddDays(i - weeks * WeekDays))).ToArray();
        var totals = new double[Months];
        var drawn = new int[weeks];
        for (var month = 0; month < Months; month++)
        {
            for (var i = 0; i < weeks; i++) drawn[i] = chance.Next(weeks);
            var week = 0;
            for (var day = 0; day < left; day++)
            {
                if (day % WeekDays == 0) week = drawn[chance.Next(weeks)] * WeekDays;
                var spent = past[week + day % WeekDays];
                totals[month] += day == 0 ? Math.Max(spent, spentToday) : spent;
            }
        }

        return totals;
    }
}
