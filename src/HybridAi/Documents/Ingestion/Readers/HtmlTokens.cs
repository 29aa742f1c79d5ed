using System.Net;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>What stands next in an HTML text.</summary>
internal enum HtmlTokenKind
{
    /// <summary>Text, with its entities resolved.</summary>
    Text,

    /// <summary>The beginning of an element.</summary>
    Open,

    /// <summary>The end of an element.</summary>
    Close,

    /// <summary>A comment, a declaration or an instruction.</summary>
    Comment,
}

/// <summary>One piece of an HTML text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The text, or the element's name in lower case.</param>
/// <param name="Attributes">The attributes of an element's beginning, as they stand.</param>
internal readonly record struct HtmlToken(HtmlTokenKind Kind, string Value, string Attributes = "");

/// <summary>
/// Cuts HTML into tags and text in one pass and without a tree: a page of a hundred thousand nested elements costs no more than one of as many
/// side by side. Browsers' rules for what begins a tag hold; those for repairing a tree are not needed for its text.
/// </summary>
internal static class HtmlTokens
{
    // Their content is text up to their own end, whatever it looks like.
    private static readonly HashSet<string> Raw = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

    /// <summary>The pieces, in order.</summary>
    public static IEnumerable<HtmlToken> Of(string html)
    {
        for (var at = 0; at < html.Length;)
        {
            var tag = NextTag(html, at);
            if (tag > at) yield return new(HtmlTokenKind.Text, WebUtility.HtmlDecode(html[at..tag]));
            if (tag == html.Length) yield break;
            if (html[tag + 1] is '!' or '?')
            {
                at = EndOfComment(html, tag);
                yield return new(HtmlTokenKind.Comment, html[tag..at]);
                continue;
            }

            var closes = html[tag + 1] == '/';
            var start = tag + (closes ? 2 : 1);
            var end = start;
            while (end < html.Length && !char.IsWhiteSpace(html[end]) && html[end] is not ('>' or '/')) end++;
            var name = html[start..end].ToLowerInvariant();
            at = EndOfTag(html, end);
            var attributes = closes ? "" : html[end..Math.Max(end, at - 1)];
            yield return new(closes ? HtmlTokenKind.Close : HtmlTokenKind.Open, name, attributes);
            if (closes || !Raw.Contains(name)) continue;
            var close = EndOfRaw(html, at, name);
            if (close > at) yield return new(HtmlTokenKind.Text, name is "title" or "textarea" ? WebUtility.HtmlDecode(html[at..close]) : html[at..close]);
            at = close;
        }
    }

    private static int NextTag(string html, int from)
    {
        for (var at = html.IndexOf('<', from); at >= 0; at = html.IndexOf('<', at + 1))
        {
            if (at + 1 == html.Length) break;
            if (char.IsAsciiLetter(html[at + 1]) || html[at + 1] is '!' or '?' || (html[at + 1] == '/' && at + 2 < html.Length && char.IsAsciiLetter(html[at + 2]))) return at;
        }

        return html.Length;
    }

    private static int EndOfComment(string html, int tag)
    {
        var isComment = string.CompareOrdinal(html, tag, "<!--", 0, 4) == 0;
        var end = isComment ? html.IndexOf("-->", tag + 4, StringComparison.Ordinal) : html.IndexOf('>', tag);
        return end < 0 ? html.Length : end + (isComment ? 3 : 1);
    }

    // Behind the tag's end; a '>' within quotes is none.
    private static int EndOfTag(string html, int at)
    {
        var quote = '\0';
        for (; at < html.Length; at++)
        {
            var unit = html[at];
            if (quote != '\0')
            {
                if (unit == quote) quote = '\0';
            }
            else if (unit == '>') return at + 1;
            else if (unit is '"' or '\'' && html[at - 1] is '=' or ' ' or '\t' or '\n') quote = unit;
        }

        return html.Length;
    }

    private static int EndOfRaw(string html, int from, string name)
    {
        for (var at = html.IndexOf("</", from, StringComparison.Ordinal); at >= 0; at = html.IndexOf("</", at + 2, StringComparison.Ordinal))
            if (string.Compare(html, at + 2, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0) return at;
        return html.Length;
    }
}
