using System.Text.RegularExpressions;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>Whether an element is shown, by its attributes, its style, and the simple rules of the page's own style sheets.</summary>
internal sealed partial class HtmlVisibility
{
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);

    /// <summary>Takes note of a style sheet's rules for single classes and ids that hide.</summary>
    public void Learn(string sheet)
    {
        foreach (Match rule in Rules().Matches(sheet))
        {
            if (!Hides().IsMatch(rule.Groups["body"].Value)) continue;
            foreach (Match name in Names().Matches(rule.Groups["names"].Value)) _hidden.Add(name.Groups[1].Value);
        }
    }

    /// <summary>Whether the element with these attributes is not shown.</summary>
    public bool IsHidden(string element, string attributes)
    {
        if (element is "template" or "noscript") return true;
        if (attributes.Length == 0) return false;
        if (HiddenAttribute().IsMatch(attributes)) return true;
        if (Attribute(attributes, "style") is { } style && Hides().IsMatch(style)) return true;
        if (_hidden.Count == 0) return false;
        return Attribute(attributes, "id") is { } id && _hidden.Contains('#' + id)
            || Attribute(attributes, "class") is { } classes && classes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(name => _hidden.Contains('.' + name));
    }

    /// <summary>The value of an attribute; null where it is missing.</summary>
    public static string? Attribute(string attributes, string name)
    {
        foreach (Match attribute in Attributes().Matches(attributes))
        {
            if (!attribute.Groups["name"].ValueSpan.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            return System.Net.WebUtility.HtmlDecode(attribute.Groups["value"].Value.Trim('"', '\''));
        }

        return null;
    }

    [GeneratedRegex("""(?<name>[^\s"'=<>/]+)(?:\s*=\s*(?<value>"[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")]
    private static partial Regex Attributes();

    [GeneratedRegex("""(^|\s)hidden(\s|$|=|/)|\btype\s*=\s*["']?hidden""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HiddenAttribute();

    [GeneratedRegex(
        @"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|(?<![-\w])opacity\s*:\s*0*\.?0+\s*(;|!|$|%)|font-size\s*:\s*0*\.?0+\s*(px|pt|em|rem|%)?\s*(;|!|$)|(?<![-\w])(left|top|right|text-indent|margin-left)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|(?<![-\w])(max-)?(height|width)\s*:\s*0(px)?\s*(;|!|$)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Hides();

    [GeneratedRegex(@"(?<names>[^{}]{1,500})\{(?<body>[^{}]{0,5000})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Rules();

    [GeneratedRegex(@"(?:^|,)\s*[a-zA-Z0-9]*([.#][\w-]+)\s*(?=,|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
