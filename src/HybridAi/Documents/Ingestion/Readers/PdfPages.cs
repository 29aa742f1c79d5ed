using System.Globalization;
using System.Text;
using System.Xml;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>A line of a PDF's page.</summary>
/// <param name="Text">Its words.</param>
/// <param name="Height">The height of most of its letters, in points.</param>
/// <param name="Top">How far below the page's upper edge it begins, in points.</param>
/// <param name="Left">How far from the left edge.</param>
/// <param name="Right">Where it ends.</param>
/// <param name="Block">The number of its block on the page.</param>
internal readonly record struct PdfLine(string Text, double Height, double Top, double Left, double Right, int Block);

/// <summary>A page: its height in points, and its lines in reading order.</summary>
internal sealed record PdfPage(double Height, IReadOnlyList<PdfLine> Lines);

/// <summary>What pdftotext says of a PDF, page by page.</summary>
/// <param name="Title">The title in the file's properties.</param>
/// <param name="AsOf">When it was made, or else changed.</param>
/// <param name="Pages">The pages.</param>
internal sealed record PdfPages(string? Title, DateTimeOffset? AsOf, IReadOnlyList<PdfPage> Pages)
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CheckCharacters = false };

    /// <summary>Reads its layout in XHTML.</summary>
    /// <exception cref="XmlException">It is not what the program writes.</exception>
    public static PdfPages Read(Stream layout, CancellationToken cancellation)
    {
        var pages = new List<PdfPage>();
        var lines = new List<PdfLine>();
        var words = new StringBuilder();
        string? title = null;
        DateTimeOffset? made = null, changed = null;
        double pageHeight = 0, height = 0, top = 0, left = 0, right = 0;
        var heights = new Dictionary<double, int>();
        var block = 0;
        using var xml = XmlReader.Create(layout, Settings);
        while (xml.Read())
        {
            switch (xml.NodeType, xml.LocalName)
            {
                case (XmlNodeType.Element, "title") when !xml.IsEmptyElement:
                    title = xml.Read() && xml.NodeType == XmlNodeType.Text ? xml.Value : null;
                    break;
                case (XmlNodeType.Element, "meta"):
                    if (xml.GetAttribute("name") == "CreationDate") made = Date(xml.GetAttribute("content"));
                    if (xml.GetAttribute("name") == "ModDate") changed = Date(xml.GetAttribute("content"));
                    break;
                case (XmlNodeType.Element, "page"):
                    cancellation.ThrowIfCancellationRequested();
                    (pageHeight, block, lines) = (Number(xml, "height"), 0, []);
                    if (xml.IsEmptyElement) pages.Add(new(pageHeight, lines));
                    break;
                case (XmlNodeType.EndElement, "page"):
                    pages.Add(new(pageHeight, lines));
                    break;
                case (XmlNodeType.Element, "block"):
                    block++;
                    break;
                case (XmlNodeType.Element, "line"):
                    words.Clear();
                    heights.Clear();
                    (top, left, right) = (Number(xml, "yMin"), Number(xml, "xMin"), Number(xml, "xMax"));
                    break;
                case (XmlNodeType.EndElement, "line") when words.Length > 0:
                    lines.Add(new(words.ToString(), heights.MaxBy(pair => pair.Value).Key, top, left, right, block));
                    break;
                case (XmlNodeType.Element, "word"):
                    height = Number(xml, "yMax") - Number(xml, "yMin");
                    break;
                case (XmlNodeType.Text, _):
                    if (words.Length > 0) words.Append(' ');
                    words.Append(xml.Value);
                    // A word in another font must not make a heading of its line.
                    heights[height] = heights.GetValueOrDefault(height) + xml.Value.Length;
                    break;
            }
        }

        return new(title, made ?? changed, pages);
    }

    private static double Number(XmlReader xml, string name)
        => double.TryParse(xml.GetAttribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static DateTimeOffset? Date(string? text)
        => text is { Length: >= 10 } && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date
            : text is { Length: > 19 } && DateTimeOffset.TryParse(text.AsSpan(0, 19), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date) ? date : null;
}
