using System.Globalization;
using System.Text;
using System.Xml;

namespace HybridAi.Documents.Ingestion.Pages;

/// <summary>A rectangle on a page, in shares of its width and height from its upper left corner.</summary>
/// <param name="Left">Where it begins, 0 to 1.</param>
/// <param name="Top">Where it begins, 0 to 1.</param>
/// <param name="Width">How wide it is, 0 to 1.</param>
/// <param name="Height">How high it is, 0 to 1.</param>
public sealed record PageBox(double Left, double Top, double Width, double Height);

/// <summary>The words of one page of a PDF and where they stand.</summary>
internal sealed class PageWords
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CheckCharacters = false };

    // Letters and digits alone, in one row: hyphens, blanks and line ends are drawn otherwise than they are read.
    private readonly StringBuilder _letters = new();
    private readonly List<int> _wordOf = [];
    private readonly List<(int Line, double Left, double Top, double Right, double Bottom)> _words = [];
    private double _width = 1;
    private double _height = 1;

    private PageWords()
    {
    }

    /// <summary>Reads the layout of a page in the XHTML that pdftotext writes.</summary>
    /// <exception cref="XmlException">It is something else.</exception>
    public static PageWords Read(Stream layout)
    {
        var page = new PageWords();
        var line = 0;
        using var xml = XmlReader.Create(layout, Settings);
        while (xml.Read())
        {
            switch (xml.NodeType, xml.LocalName)
            {
                case (XmlNodeType.Element, "page"):
                    (page._width, page._height) = (Math.Max(Number(xml, "width"), 1), Math.Max(Number(xml, "height"), 1));
                    break;
                case (XmlNodeType.Element, "line"):
                    line++;
                    break;
                case (XmlNodeType.Element, "word"):
                    page._words.Add((line, Number(xml, "xMin"), Number(xml, "yMin"), Number(xml, "xMax"), Number(xml, "yMax")));
                    break;
                case (XmlNodeType.Text, _) when page._words.Count > 0:
                    foreach (var letter in Letters(xml.Value))
                    {
                        page._letters.Append(letter);
                        page._wordOf.Add(page._words.Count - 1);
                    }

                    break;
            }
        }

        return page;
    }

    /// <summary>Where a text stands on the page: a box for each line of it; none where it does not stand there on end.</summary>
    public IReadOnlyList<PageBox> Find(string text)
    {
        var sought = string.Concat(Letters(text));
        var at = sought.Length == 0 ? -1 : _letters.ToString().IndexOf(sought, StringComparison.Ordinal);
        if (at < 0) return [];
        return [.. _words[_wordOf[at]..(_wordOf[at + sought.Length - 1] + 1)].GroupBy(word => word.Line).Select(Box)];
    }

    private PageBox Box(IEnumerable<(int Line, double Left, double Top, double Right, double Bottom)> words)
    {
        var all = words.ToList();
        var (left, top) = (Math.Max(all.Min(word => word.Left), 0), Math.Max(all.Min(word => word.Top), 0));
        var (right, bottom) = (Math.Min(all.Max(word => word.Right), _width), Math.Min(all.Max(word => word.Bottom), _height));
        return new(left / _width, top / _height, Math.Max(right - left, 0) / _width, Math.Max(bottom - top, 0) / _height);
    }

    private static IEnumerable<char> Letters(string text) => text.Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant);

    private static double Number(XmlReader xml, string name)
        => double.TryParse(xml.GetAttribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : 0;
}
