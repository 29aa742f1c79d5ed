using System.Globalization;
using System.Text;

namespace HybridAi.Serve.Reporting.Html;

/// <summary>Spending by day, a bar each; days without a call stand empty.</summary>
internal static class SpendPlot
{
    private const int MostDays = 62;
    private const double Top = 14;
    private const double Bottom = 170;
    private const double Left = 70;

    /// <summary>The plot of the newest days, or nothing without any.</summary>
    public static string Of(IReadOnlyList<SpendLine> days)
    {
        if (days.Count == 0) return "";
        var byDay = days.ToDictionary(day => DateOnly.ParseExact(day.Name, "yyyy-MM-dd", CultureInfo.InvariantCulture), day => day.CostUsd);
        var last = byDay.Keys.Max();
        var first = byDay.Keys.Min() is var start && last.DayNumber - start.DayNumber < MostDays ? start : last.AddDays(1 - MostDays);
        var count = last.DayNumber - first.DayNumber + 1;
        var shown = Enumerable.Range(0, count).Select(i => first.AddDays(i)).ToList();
        var highest = Plot.Above((double)shown.Max(day => byDay.GetValueOrDefault(day)));
        var step = (Plot.Right - Left) / count;
        var plot = new StringBuilder(Plot.Open(string.Create(CultureInfo.InvariantCulture, $"Spent by day of UTC, {first:yyyy-MM-dd} to {last:yyyy-MM-dd}, US dollars"), 200));
        foreach (var part in (double[])[0, 0.5, 1])
        {
            var y = Bottom - (Bottom - Top) * part;
            plot.Append(Plot.Line(Left, y, Plot.Right, y, "grid")).Append(Plot.Text(Left - 8, y + 4, HtmlText.Money((decimal)(highest * part)), "end"));
        }

        foreach (var (i, day) in shown.Index())
        {
            var cost = byDay.GetValueOrDefault(day);
            var height = (Bottom - Top) * (double)cost / highest;
            var title = string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}: {HtmlText.Money(cost)}");
            plot.Append(Plot.Box(Left + i * step + step * 0.1, Bottom - height, step * 0.8, height, "bar", title));
        }

        plot.Append(Plot.Text(Left, Bottom + 20, first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        if (count > 1) plot.Append(Plot.Text(Plot.Right, Bottom + 20, last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "end"));
        return plot.Append(Plot.Close).ToString();
    }
}
