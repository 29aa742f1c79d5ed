using System.Text.RegularExpressions;
using System.Xml;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>
/// PDF. A PDF knows no paragraphs and no headings: lines that stand together make a block; a short one in larger letters than most is a heading, and so is
/// one short line that stands alone above a longer text and ends without a mark; what repeats at the same edge of most pages is a running head and no part of the text. Pages count from 1, as viewers count them.
/// </summary>
internal sealed partial class PdfReader(DocumentOptions options) : IDocumentReader
{
    private const double LargerThanText = 1.12;
    private const int LongestHeading = 120;
    private const int LongestSubheading = 70;
    private const int SubheadingLevel = 8;
    private const double EdgeShare = 0.1;
    private const int FewestPagesOfRunningHead = 3;

    private readonly PdfProgram _program = new(options.PdfToText, nameof(options.PdfToText));

    /// <inheritdoc/>
    public string Name => "pdf";

    /// <inheritdoc/>
    public Fault? NotAvailable => _program.NotAvailable;

    /// <inheritdoc/>
    public async Task<Outcome<ReadDocument>> ReadAsync(Stream stream, ReadLimits limits, CancellationToken cancellation)
    {
        if (!(await _program.LayOutAsync(stream, limits, cancellation)).Succeeded(out var layout, out var fault)) return fault;
        await using (layout)
        {
            try
            {
                var pages = PdfPages.Read(layout, cancellation);
                var builder = new DocumentTextBuilder(limits) { Title = TitleOf(pages.Title), AsOf = pages.AsOf };
                Append(pages, builder);
                return builder.IsEmpty
                    ? Fault.BadInput("document-without-text", $"There is no text in this PDF of {pages.Pages.Count} pages: it is made of pictures. Run it through text recognition (OCR) first.")
                    : builder.Build();
            }
            catch (XmlException broken)
            {
                return Fault.BadInput("file-broken", $"The PDF's text can't be taken apart: {broken.Message}");
            }
        }
    }

    private static void Append(PdfPages pages, DocumentTextBuilder builder)
    {
        var running = RunningHeads(pages);
        var usual = UsualHeight(pages);
        var sizes = HeadingSizes(pages, usual);
        var whole = Words(pages);
        var untitled = builder.Title is null;
        var title = new List<string>();
        for (var i = 0; i < pages.Pages.Count && !builder.IsFull; i++)
        {
            var (page, number) = (pages.Pages[i], i);
            builder.Page = number + 1;
            var lines = page.Lines.Where(line => !Edges(page, number, line).Any(running.Contains)).ToList();
            for (var at = 0; at < lines.Count;)
            {
                var end = EndOfBlock(lines, at, usual);
                var text = Join(lines[at..end], whole);
                if (IsHeading(lines[at], usual) && text.Length <= LongestHeading)
                {
                    builder.Heading(1 + sizes.FindIndex(size => Size(lines[at]) >= size), text);
                    if (number == 0 && untitled && at == title.Count) title.Add(text);
                }
                else if (end == at + 1 && end < lines.Count && Subheading().IsMatch(text) && text.Length <= LongestSubheading && Longer(lines, end, usual, text.Length))
                {
                    builder.Heading(SubheadingLevel, text);
                }
                else builder.Add(Entry().IsMatch(text) ? BlockKind.ListItem : BlockKind.Paragraph, text);
                at = end;
            }
        }

        // A title page: its large lines together are the title.
        if (title.Count > 1) builder.Title = string.Join(' ', title);
    }

    private static bool Longer(List<PdfLine> lines, int start, double usual, int length)
        => !Entry().IsMatch(lines[start].Text) && !IsHeading(lines[start], usual) && lines[start..EndOfBlock(lines, start, usual)].Sum(line => line.Text.Length) > 2 * length;

    // Lines of one block belong together until one begins an entry, changes its size, or stands further below than lines do.
    private static int EndOfBlock(List<PdfLine> lines, int start, double usual)
    {
        var end = start + 1;
        while (end < lines.Count && lines[end].Block == lines[start].Block && !Entry().IsMatch(lines[end].Text)
            && IsHeading(lines[end], usual) == IsHeading(lines[start], usual)
            && lines[end].Top - lines[end - 1].Top < 2.2 * Math.Max(lines[end].Height, lines[end - 1].Height)) end++;
        return end;
    }

    // A word that a line's end cut in two is one again where the document writes it so elsewhere; else the hyphen is the word's own.
    private static string Join(List<PdfLine> lines, HashSet<string> whole)
    {
        var text = new System.Text.StringBuilder(lines[0].Text);
        foreach (var line in lines.Skip(1))
        {
            if (text[^1] is '-' && text.Length > 1 && char.IsLetter(text[^2]) && char.IsLower(line.Text[0]))
            {
                var joined = LastWord().Match(text.ToString(0, text.Length - 1)).Value + FirstWord().Match(line.Text).Value;
                if (whole.Contains(joined)) text.Length--;
            }
            else
            {
                text.Append(' ');
            }

            text.Append(line.Text);
        }

        return text.ToString();
    }

    private static HashSet<string> Words(PdfPages pages)
        => [.. pages.Pages.SelectMany(page => page.Lines).SelectMany(line => line.Text.Split(' ')).Select(word => word.Trim('.', ',', ';', ':', '(', ')', '"'))];

    private static bool IsHeading(PdfLine line, double usual) => line.Height > usual * LargerThanText && line.Text.Any(char.IsLetter);

    private static double UsualHeight(PdfPages pages)
    {
        var heights = new Dictionary<double, long>();
        foreach (var line in pages.Pages.SelectMany(page => page.Lines))
            heights[Size(line)] = heights.GetValueOrDefault(Size(line)) + line.Text.Length;
        return heights.Count == 0 ? 0 : heights.MaxBy(pair => pair.Value).Key;
    }

    private static List<double> HeadingSizes(PdfPages pages, double usual)
    {
        List<double> sizes = [.. pages.Pages.SelectMany(page => page.Lines).Where(line => IsHeading(line, usual)).Select(Size).Distinct().OrderDescending().Take(5)];
        sizes.Add(0);
        return sizes;
    }

    private static double Size(PdfLine line) => Math.Round(line.Height * 2) / 2;

    // What stands at the upper or lower edge of more than half of the pages, alike but for the page's number.
    private static HashSet<string> RunningHeads(PdfPages pages)
    {
        if (pages.Pages.Count < FewestPagesOfRunningHead) return [];
        return [.. pages.Pages.SelectMany((page, number) => page.Lines.SelectMany(line => Edges(page, number, line)).Distinct())
            .CountBy(edge => edge).Where(pair => pair.Value * 2 > pages.Pages.Count).Select(pair => pair.Key)];
    }

    // The line as it is, and with its first or its last number counted from the page's: a row of a table that differs in other numbers is text.
    private static IEnumerable<string> Edges(PdfPage page, int number, PdfLine line)
    {
        var upper = line.Top < page.Height * EdgeShare;
        if (line.Text.Length > LongestHeading || (!upper && line.Top + line.Height < page.Height * (1 - EdgeShare))) yield break;
        var edge = upper ? "upper " : "lower ";
        yield return edge + line.Text;
        var numbers = Digits().Matches(line.Text);
        if (numbers.Count == 0) yield break;
        foreach (var counted in (Match[])[numbers[0], numbers[^1]])
        {
            if (!int.TryParse(counted.ValueSpan, out var said)) continue;
            yield return $"{edge}{line.Text[..counted.Index]}#{said - number}#{line.Text[(counted.Index + counted.Length)..]}";
        }
    }

    // Programs write the name of the file that a PDF was made of into its title.
    private static string? TitleOf(string? title)
        => string.IsNullOrWhiteSpace(title) || FileName().IsMatch(title) ? null : title;

    [GeneratedRegex(@"^\s*([•●▪◦‣·–*]|-(?=\s)|\d{1,3}[.)](?=\s)|[a-z]\)(?=\s))")]
    private static partial Regex Entry();

    // Begins with a capital or a number, ends with a letter, a digit or a bracket, and holds no "label: value".
    [GeneratedRegex(@"^[\p{Lu}\d][^:;|]*[\p{L}\d)?]$")]
    private static partial Regex Subheading();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"[\p{L}\p{M}]+$")]
    private static partial Regex LastWord();

    [GeneratedRegex(@"^[\p{L}\p{M}]+")]
    private static partial Regex FirstWord();

    [GeneratedRegex(@"\.(docx?|pptx?|xlsx?|indd|tex|pages|odt|pdf)\s*$|^(microsoft\s+(word|powerpoint)\s+-|untitled|unknown|slide\s*1$|document\d*$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FileName();
}
