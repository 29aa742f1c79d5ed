using System.Globalization;
using System.Net;
using System.Text;

namespace HybridAi.Serve.Reporting.Html;

/// <summary>HTML as it is written: what is put in is escaped, unless it is HTML itself.</summary>
internal sealed class HtmlText
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds HTML as it is.</summary>
    public HtmlText Raw(string html)
    {
        _text.Append(html).Append('\n');
        return this;
    }

    /// <summary>Adds an element with a text.</summary>
    public HtmlText Element(string name, string text) => Raw($"<{name}>{Escaped(text)}</{name}>");

    /// <summary>Adds a table; columns whose head begins with a hash sign are numbers and stand to the right.</summary>
    public HtmlText Table(string caption, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var classes = head.Select(column => column.StartsWith('#') ? " class=\"number\"" : "").ToList();
        Raw("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"" + Escaped(caption) + "\"><table>").Element("caption", caption);
        Raw($"<thead><tr>{string.Concat(head.Select((column, i) => $"<th scope=\"col\"{classes[i]}>{Escaped(column.TrimStart('#'))}</th>"))}</tr></thead><tbody>");
        var any = false;
        foreach (var row in rows)
        {
            any = true;
            Raw($"<tr>{string.Concat(row.Select((cell, i) => $"<td{classes[i]}>{Escaped(cell)}</td>"))}</tr>");
        }

        if (!any) Raw($"<tr><td colspan=\"{head.Count}\">Nothing in this period.</td></tr>");
        return Raw("</tbody></table></div>");
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    public static string Escaped(string text) => WebUtility.HtmlEncode(text);

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Money(decimal? usd) => usd is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{(known < 0 ? "−" : "")}${Math.Abs(known):#,0.00####}")
        : "unknown";

    public static string Percent(double? share) => share is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known * 100:0.0}%") : "unknown";

    public static string Milliseconds(double? value) => value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:#,0.##} ms") : "unknown";

    /// <summary>A value with its interval.</summary>
    public static string Between(double? value, double? lower, double? upper)
        => value is null ? "unknown" : $"{Percent(value)} ({Percent(lower)} to {Percent(upper)})";
}
