using System.Globalization;
using System.Text;

namespace HybridAi.Serve.Simulation;

/// <summary>
/// Draws a simulated stream as SVG: for each price the accuracy so far and the share of calls so far. Lines differ by dash and by shade, so that they can be told
/// apart in print.
/// </summary>
public static class StreamChart
{
    private const int Width = 960;
    private const int PanelWidth = 360;
    private const int PanelHeight = 180;
    private const int Left = 60;
    private const int Gap = 480;
    private const int Top = 90;
    private const int RowHeight = 260;

    private static readonly Dictionary<string, string> Strokes = new()
    {
        ["router"] = "stroke=\"#b00020\" stroke-width=\"2.6\"",
        ["always"] = "stroke=\"#000\" stroke-width=\"1.4\" stroke-dasharray=\"8 3\"",
        ["never"] = "stroke=\"#000\" stroke-width=\"1.4\" stroke-dasharray=\"2 3\"",
        ["random"] = "stroke=\"#777\" stroke-width=\"1.6\"",
        ["OCaTS rule"] = "stroke=\"#1f4e9e\" stroke-width=\"1.8\" stroke-dasharray=\"10 3 2 3\"",
        ["oracle"] = "stroke=\"#999\" stroke-width=\"1.4\" stroke-dasharray=\"5 5\"",
    };

    /// <summary>The drawing, a file of its own.</summary>
    public static string Draw(StreamReport report)
    {
        var svg = new StringBuilder();
        var height = Top + report.Prices.Count * RowHeight;
        svg.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"12\">\n"));
        svg.Append(Invariant($"<rect width=\"{Width}\" height=\"{height}\" fill=\"#fff\"/>\n"));
        svg.Append(Invariant($"<text x=\"{Left}\" y=\"26\" font-size=\"16\">{Escape(report.Teacher)} as teacher of a student with {report.Shots} shots: {report.Rows} texts, mean of {report.Seeds} orders</text>\n"));
        Legend(svg, report.Prices[0].Ways);
        for (var row = 0; row < report.Prices.Count; row++)
        {
            var (price, y) = (report.Prices[row], Top + row * RowHeight);
            Panel(svg, Left, y, Invariant($"accuracy so far, λ = {price.Lambda}"), report.Rows, price.Ways, Floor(price.Ways), point => point.Accuracy);
            Panel(svg, Left + Gap, y, Invariant($"share of calls so far, λ = {price.Lambda}"), report.Rows, price.Ways, 0, point => point.CallShare);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Legend(StringBuilder svg, IReadOnlyList<StreamWay> ways)
    {
        for (var place = 0; place < ways.Count; place++)
        {
            var x = Left + place * 148;
            svg.Append(Invariant($"<line x1=\"{x}\" y1=\"48\" x2=\"{x + 36}\" y2=\"48\" {Strokes[ways[place].Name]}/><text x=\"{x + 42}\" y=\"52\">{Escape(ways[place].Name)}</text>\n"));
        }
    }

    private static void Panel(
        StringBuilder svg, int x, int y, string title, int items, IReadOnlyList<StreamWay> ways, double least, Func<StreamPoint, double> value)
    {
        svg.Append(Invariant($"<text x=\"{x}\" y=\"{y - 8}\" font-weight=\"bold\">{title}</text>\n"));
        for (var tick = 0; tick <= 4; tick++)
        {
            var (level, at) = (least + (1 - least) * tick / 4, y + PanelHeight - PanelHeight * tick / 4);
            svg.Append(Invariant($"<line x1=\"{x}\" y1=\"{at}\" x2=\"{x + PanelWidth}\" y2=\"{at}\" stroke=\"#ddd\"/><text x=\"{x - 6}\" y=\"{at + 4}\" text-anchor=\"end\">{level:0.00}</text>\n"));
            var across = x + PanelWidth * tick / 4;
            svg.Append(Invariant($"<text x=\"{across}\" y=\"{y + PanelHeight + 18}\" text-anchor=\"middle\">{items * tick / 4}</text>\n"));
        }

        foreach (var way in ways.Reverse())
        {
            var points = string.Join(' ', way.Curve.Select(point => Invariant(
                $"{x + PanelWidth * (double)point.Items / items:0.#},{y + PanelHeight * (1 - Math.Max(0, (value(point) - least) / (1 - least))):0.#}")));
            svg.Append(Invariant($"<polyline points=\"{points}\" fill=\"none\" {Strokes[way.Name]}/>\n"));
        }
    }

    // A tenth below the lowest end; the unsteady beginning may lie on the axis.
    private static double Floor(IReadOnlyList<StreamWay> ways) => Math.Max(0, Math.Floor(ways.Min(way => way.Accuracy.Mean) * 10 - 1) / 10);

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
