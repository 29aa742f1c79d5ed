using System.Text.RegularExpressions;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>Plain text: paragraphs between empty lines, entries of lists, and headings where a line is underlined or numbered like one.</summary>
internal sealed partial class PlainTextReader : IDocumentReader
{
    private const int LongestHeading = 100;

    /// <inheritdoc/>
    public string Name => "text";

    /// <inheritdoc/>
    public async Task<Outcome<ReadDocument>> ReadAsync(Stream stream, ReadLimits limits, CancellationToken cancellation)
    {
        if (!(await TextDecoding.ReadAsync(stream, limits, cancellation)).Succeeded(out var decoded, out var fault)) return fault;
        var builder = new DocumentTextBuilder(limits);
        if (decoded.Remark is { } remark) builder.Remark(remark);
        Append(decoded.Text, builder);
        return builder.Build();
    }

    /// <summary>Adds a plain text to a document.</summary>
    public static void Append(string text, DocumentTextBuilder builder)
    {
        var open = new List<string>();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.AsSpan().Trim().IsEmpty) Close();
            else if (open.Count == 1 && Underline().IsMatch(line) && open[0].Length <= LongestHeading)
            {
                builder.Heading(line[0] == '=' ? 1 : 2, open[0]);
                open.Clear();
            }
            else
            {
                if (Entry().IsMatch(line)) Close();
                open.Add(line);
            }
        }

        Close();

        void Close()
        {
            if (open.Count == 0) return;
            builder.Add(Entry().IsMatch(open[0]) ? BlockKind.ListItem : BlockKind.Paragraph, string.Join('\n', open));
            open.Clear();
        }
    }

    [GeneratedRegex(@"^(={3,}|-{3,})\s*$")]
    private static partial Regex Underline();

    [GeneratedRegex(@"^\s*([-*•–]|\d{1,3}[.)]|[a-z]\))\s+\S")]
    private static partial Regex Entry();
}
