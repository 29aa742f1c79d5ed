using System.Globalization;
using System.Text;

namespace HybridAi.Serve.Reporting.Html;

/// <summary>Accuracy by project and tier, each with its exact interval.</summary>
internal static class AccuracyPlot
{
    private const double Row = 26;
    private const double Top = 10;

    /// <summary>The plot, or nothing where nobody judged.</summary>
    public static string Of(QualityReport report)
    {
        var lines = report.ByProject.SelectMany(project => report.ByTier.Where(line => line.Project == project.Project).Prepend(project))
            .Where(line => line.Judged > 0).ToList();
        if (lines.Count == 0) return "";
        var bottom = Top + lines.Count * Row;
        var plot = new StringBuilder(Plot.Open("Accuracy on audited predictions that people judged, with exact 95 % intervals", bottom + 24));
        for (var tenth = 0; tenth <= 10; tenth += 2)
        {
            var x = X(tenth / 10.0);
            plot.Append(Plot.Line(x, Top, x, bottom, "grid")).Append(Plot.Text(x, bottom + 16, string.Create(CultureInfo.InvariantCulture, $"{tenth * 10}%"), "middle"));
        }

        foreach (var (i, line) in lines.Index())
        {
            var y = Top + (i + 0.5) * Row;
            plot.Append(Plot.Text(Plot.Left - 8, y + 4, Plot.Cut(line.Tier is null ? line.Project : $"– {line.Tier}"), "end"))
                .Append(Plot.Line(X(line.AccuracyLower!.Value), y, X(line.AccuracyUpper!.Value), y, "whisker"))
                .Append(Plot.Dot(X(line.Accuracy!.Value), y));
        }

        return plot.Append(Plot.Close).ToString();

        static double X(double share) => Plot.Left + (Plot.Right - Plot.Left) * share;
    }
}
