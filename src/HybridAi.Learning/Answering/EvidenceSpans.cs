using HybridAi.Learning.Text;

namespace HybridAi.Learning.Answering;

/// <summary>What a span is in its passage.</summary>
public enum SpanKind
{
    /// <summary>A sentence of running text or of a list.</summary>
    Sentence,

    /// <summary>A row of a table.</summary>
    Row,

    /// <summary>The row that names a table's columns.</summary>
    Header,

    /// <summary>A heading that stands in the text.</summary>
    Heading,

    /// <summary>A line that dates the document: "Last updated: 3 March 2025".</summary>
    Stamp,
}

/// <summary>A span of a passage that can be cited by itself.</summary>
/// <param name="Range">Where it stands in the passage.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Lead">The span that says what it is about: a table's header for its rows, the line before a list for its entries; -1: none.</param>
/// <param name="Under">The heading in the passage that it stands under; -1: none.</param>
public readonly record struct EvidenceSpan(TextRange Range, SpanKind Kind, int Lead, int Under);

/// <summary>
/// Cuts a passage into sentences, list entries and table rows. A passage is text with an empty line between blocks and a line for each entry of a list and
/// each row of a table, its cells parted by " | " or tabs; Markdown's own marks are understood as well.
/// </summary>
public static class EvidenceSpans
{
    private const int LongestHeading = 90;
    private const int ShortestWrapped = 50;

    /// <summary>The spans in their order.</summary>
    public static IReadOnlyList<EvidenceSpan> Of(string text)
    {
        var spans = new List<EvidenceSpan>();
        var (under, lead, header) = (-1, -1, -1);
        var before = SpanKind.Stamp;
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfLine(text, at);
            var line = Trimmed(text, at, end);
            var opens = IsBlockStart(text, at);
            at = end + 1;
            if (line.Length == 0 || IsRule(line.Of(text))) continue;
            if (IsRow(line.Of(text)))
            {
                var heads = opens && (before != SpanKind.Row || header >= 0) && line.Start > 0;
                if (heads) header = spans.Count;
                else if (opens) header = -1;
                spans.Add(new(line, heads ? SpanKind.Header : SpanKind.Row, heads ? -1 : header, under));
                before = SpanKind.Row;
                continue;
            }

            before = SpanKind.Sentence;
            if (IsHeading(text, line, opens, end))
            {
                (under, lead) = (spans.Count, -1);
                spans.Add(new(line, SpanKind.Heading, -1, -1));
                continue;
            }

            var (ofList, ofBlock) = (!opens || IsEntry(line.Of(text)) || IsFirstEntry(text, end, lead), lead);
            foreach (var sentence in SentenceSplitter.Split(line.Of(text)))
            {
                var range = new TextRange(line.Start + sentence.Start, sentence.Length);
                spans.Add(new(range, IsStamp(range.Of(text)) ? SpanKind.Stamp : SpanKind.Sentence, ofList ? ofBlock : -1, under));
                if (!ofList) lead = range.Of(text).EndsWith(":") ? spans.Count - 1 : -1;
            }
        }

        return spans;
    }

    // A wrapped line goes on: it is long, ends in the middle of something, and the next one begins in lower case.
    private static int EndOfLine(string text, int start)
    {
        for (var at = start; ; at++)
        {
            at = text.IndexOf('\n', at);
            if (at < 0) return text.Length;
            var next = at + 1;
            if (at - start < ShortestWrapped || next >= text.Length || !char.IsLower(text[next]) || text[at - 1] is '.' or ':' or ';' or '!' or '?') return at;
            if (text.AsSpan(start, at - start).Contains(" | ", StringComparison.Ordinal)) return at;
        }
    }

    private static TextRange Trimmed(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        return new(start, end - start);
    }

    private static bool IsBlockStart(string text, int at) => at == 0 || (at >= 2 && text[at - 1] == '\n' && text[at - 2] == '\n') || (at == 1 && text[0] == '\n');

    private static bool IsHeading(string text, TextRange line, bool opens, int end)
    {
        var words = line.Of(text);
        if (words.StartsWith("#") && words.TrimStart('#').StartsWith(" ")) return true;
        if (!opens || line.Length > LongestHeading || words[^1] is '.' or ':' or ';' or ',' or '!' or ')' or '"' or '”' || IsEntry(words) || IsStamp(words)) return false;
        return end + 2 < text.Length && text[end + 1] == '\n' && !char.IsLower(words[0]);
    }

    // The first line of a block whose second line follows at once, after a line that announces it.
    private static bool IsFirstEntry(string text, int end, int lead) => lead >= 0 && end + 1 < text.Length && text[end + 1] != '\n';

    private static bool IsRow(ReadOnlySpan<char> line) => line.StartsWith("| ") || line.Contains(" | ", StringComparison.Ordinal) || line.Contains('\t');

    // "| --- | :-: |"
    private static bool IsRule(ReadOnlySpan<char> line) => !line.ContainsAnyExcept(" |-:\t");

    private static bool IsEntry(ReadOnlySpan<char> line)
    {
        if (line.Length < 3) return false;
        if (line[0] is '-' or '*' or '•' or '–' && line[1] == ' ') return true;
        var digits = 0;
        while (digits < line.Length && char.IsAsciiDigit(line[digits])) digits++;
        return digits is > 0 and <= 3 && digits + 1 < line.Length && line[digits] is '.' or ')' && line[digits + 1] == ' ';
    }

    // Says of the document when it was written, and nothing of what it is about.
    private static bool IsStamp(ReadOnlySpan<char> sentence)
    {
        var line = sentence.TrimStart("*_ ");
        if (line.StartsWith("Last ", StringComparison.OrdinalIgnoreCase)) line = line[5..];
        var colon = line.IndexOf(':');
        return colon is > 0 and < 14 && line.Length < 60
            && line[..colon].Trim() is "updated" or "Updated" or "modified" or "Modified" or "reviewed" or "Reviewed" or "revised" or "Revised" or "published" or "Published" or "changed" or "Changed"
                or "Date" or "Valid from";
    }
}
