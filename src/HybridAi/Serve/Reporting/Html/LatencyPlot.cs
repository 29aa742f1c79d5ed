using System.Globalization;
using System.Text;

namespace HybridAi.Serve.Reporting.Html;

/// <summary>Percentiles by tier and model on a scale of powers of ten, with the objective as a line.</summary>
internal static class LatencyPlot
{
    private const double Row = 26;
    private const double Top = 10;

    /// <summary>The plot, or nothing where no time was measured.</summary>
    public static string Of(LatencyReport report)
    {
        var lines = report.Lines.Where(line => line.P50Ms is not null).ToList();
        if (lines.Count == 0) return "";
        var low = Math.Floor(Math.Log10(Math.Max(0.001, Math.Min(report.Objective.WithinMs, lines.Min(line => line.P50Ms!.Value)))));
        var high = Math.Ceiling(Math.Log10(Math.Max(report.Objective.WithinMs, lines.Max(line => line.P99Ms!.Value))));
        if (high <= low) high = low + 1;
        var bottom = Top + lines.Count * Row;
        var plot = new StringBuilder(Plot.Open("Latency: median (dot), 95th (bar's end) and 99th percentile (line's end), milliseconds", bottom + 44));
        for (var power = low; power <= high; power++)
        {
            var ms = Math.Pow(10, power);
            plot.Append(Plot.Line(X(ms), Top, X(ms), bottom, "grid")).Append(Plot.Text(X(ms), bottom + 16, ms.ToString("#,0.###", CultureInfo.InvariantCulture), "middle"));
        }

        foreach (var (i, line) in lines.Index())
        {
            var y = Top + (i + 0.5) * Row;
            var (p50, p95, p99) = (X(line.P50Ms!.Value), X(line.P95Ms!.Value), X(line.P99Ms!.Value));
            var title = $"{line.Project}, {line.Tier} {line.Model}: {HtmlText.Milliseconds(line.P50Ms)}, {HtmlText.Milliseconds(line.P95Ms)}, {HtmlText.Milliseconds(line.P99Ms)}";
            plot.Append(Plot.Text(Plot.Left - 8, y + 4, Plot.Cut($"{line.Project} {line.Tier}"), "end"))
                .Append(Plot.Line(p50, y, p99, y, "whisker"))
                .Append(Plot.Box(p50, y - 5, Math.Max(1, p95 - p50), 10, "bar", title))
                .Append(Plot.Dot(p50, y));
        }

        var objective = X(report.Objective.WithinMs);
        return plot.Append(Plot.Line(objective, Top, objective, bottom, "objective"))
            .Append(Plot.Text(objective, bottom + 36, $"objective {HtmlText.Milliseconds(report.Objective.WithinMs)}", objective > 600 ? "end" : "middle"))
            .Append(Plot.Close).ToString();

        double X(double ms) => Plot.Left + (Plot.Right - Plot.Left) * (Math.Log10(Math.Max(ms, 0.001)) - low) / (high - low);
    }
}
