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
public readonly record struct EvidenceSpan(TextRange Range, SpanKind Kind, int Lead);

/// <summary>Cuts a passage into sentences, list entries and table rows.</summary>
public static class EvidenceSpans
{
    /// <summary>The spans in their order.</summary>
    public static IReadOnlyList<EvidenceSpan> Of(string text)
    {
        var spans = new List<EvidenceSpan>();
        var (prose, header, row) = (0, -1, false);
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) is >= 0 and var found ? found : text.Length;
            var line = text.AsSpan(at, end - at);
            var (isRow, isHeading) = (IsRow(line), IsHeading(line));
            if (isRow || isHeading)
            {
                AddProse(spans, text, prose, at);
                if (isHeading) Add(spans, text, at, end, SpanKind.Heading, -1);
                else if (!IsRule(line))
                {
                    if (!row) header = spans.Count;
                    Add(spans, text, at, end, row ? SpanKind.Row : SpanKind.Header, row ? header : -1);
                }

                prose = Math.Min(end + 1, text.Length);
            }

            row = isRow;
            at = end + 1;
        }

        AddProse(spans, text, prose, text.Length);
        return spans;
    }

    private static void AddProse(List<EvidenceSpan> spans, string text, int start, int end)
    {
        if (end <= start) return;
        var lead = -1;
        foreach (var sentence in SentenceSplitter.Split(text.AsSpan(start, end - start)))
        {
            var range = new TextRange(start + sentence.Start, sentence.Length);
            var entry = IsEntry(range.Of(text));
            spans.Add(new(range, IsStamp(range.Of(text)) ? SpanKind.Stamp : SpanKind.Sentence, entry ? lead : -1));
            if (!entry) lead = range.Of(text).EndsWith(":") ? spans.Count - 1 : -1;
        }
    }

    private static void Add(List<EvidenceSpan> spans, string text, int start, int end, SpanKind kind, int lead)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        if (end > start) spans.Add(new(new(start, end - start), kind, lead));
    }

    private static bool IsHeading(ReadOnlySpan<char> line) => line.StartsWith("#") && line.TrimStart('#').StartsWith(" ");

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

    private static bool IsRow(ReadOnlySpan<char> line)
    {
        var trimmed = line.Trim();
        return trimmed.Length > 2 && (trimmed.StartsWith("|") || trimmed.Contains(" | ", StringComparison.Ordinal) || trimmed.Contains('\t'));
    }

    // "| --- | :-: |"
    private static bool IsRule(ReadOnlySpan<char> line) => !line.ContainsAnyExcept(" |-:\t");

    private static bool IsEntry(ReadOnlySpan<char> sentence)
    {
        if (sentence.Length < 3) return false;
        if (sentence[0] is '-' or '*' or '•' or '–' && sentence[1] == ' ') return true;
        var digits = 0;
        while (digits < sentence.Length && char.IsAsciiDigit(sentence[digits])) digits++;
        return digits is > 0 and <= 3 && digits + 1 < sentence.Length && sentence[digits] is '.' or ')' && sentence[digits + 1] == ' ';
    }
}
