using System.Globalization;

namespace HybridAi.Serve.Reporting.Html;

/// <summary>The ground of a plot: its measures in SVG units, and how numbers are written in it.</summary>
internal static class Plot
{
    public const double Width = 720;
    public const double Left = 150;
    public const double Right = 690;

    /// <summary>Opens a picture, which is named for those who don't see it.</summary>
    public static string Open(string title, double height)
        => $"<figure><figcaption>{HtmlText.Escaped(title)}</figcaption><svg viewBox=\"0 0 {At(Width)} {At(height)}\" role=\"img\" aria-label=\"{HtmlText.Escaped(title)}\">";

    public const string Close = "</svg></figure>";

    /// <summary>A place as SVG writes it.</summary>
    public static string At(double place) => place.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Text(double x, double y, string text, string anchor = "start")
        => $"<text x=\"{At(x)}\" y=\"{At(y)}\" text-anchor=\"{anchor}\">{HtmlText.Escaped(text)}</text>";

    public static string Line(double x1, double y1, double x2, double y2, string style)
        => $"<line class=\"{style}\" x1=\"{At(x1)}\" y1=\"{At(y1)}\" x2=\"{At(x2)}\" y2=\"{At(y2)}\"/>";

    public static string Box(double x, double y, double width, double height, string style, string title)
        => $"<rect class=\"{style}\" x=\"{At(x)}\" y=\"{At(y)}\" width=\"{At(width)}\" height=\"{At(height)}\"><title>{HtmlText.Escaped(title)}</title></rect>";

    public static string Dot(double x, double y) => $"<circle class=\"dot\" cx=\"{At(x)}\" cy=\"{At(y)}\" r=\"5\"/>";

    /// <summary>A name cut to what fits beside a plot.</summary>
    public static string Cut(string name, int characters = 22) => name.Length <= characters ? name : string.Concat(name.AsSpan(0, characters - 1), "…");

    /// <summary>The least of 1, 2 or 5 times a power of ten that is not below the value.</summary>
    public static double Above(double value)
    {
        if (value <= 0) return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return (value / power) switch { <= 1 => power, <= 2 => 2 * power, <= 5 => 5 * power, _ => 10 * power };
    }
}
