using System.Xml.Linq;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>Presentations: each slide under its title, with its tables and notes. Hidden slides are no part of it.</summary>
internal sealed class PptxReader : IDocumentReader
{
    private static readonly XNamespace A = "http://schemas.openxmlformats.org/drawingml/2006/main";
    private static readonly XNamespace P = "http://schemas.openxmlformats.org/presentationml/2006/main";
    private static readonly XNamespace R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <inheritdoc/>
    public string Name => "pptx";

    /// <inheritdoc/>
    public Task<Outcome<ReadDocument>> ReadAsync(Stream stream, ReadLimits limits, CancellationToken cancellation)
        => Task.Run(() => Read(stream, limits, cancellation), cancellation);

    private static Outcome<ReadDocument> Read(Stream stream, ReadLimits limits, CancellationToken cancellation)
    {
        const string Root = "ppt/presentation.xml";
        if (!PackedParts.Open(stream, limits, cancellation).Succeeded(out var parts, out var fault)) return fault;
        using (parts)
        {
            var builder = new DocumentTextBuilder(limits);
            parts.TellOf(builder);
            var relations = parts.Relations(Root);
            foreach (var id in parts.Xml(Root)?.Descendants(P + "sldId").Select(slide => (string?)slide.Attribute(R + "id")) ?? [])
            {
                cancellation.ThrowIfCancellationRequested();
                builder.Page = (builder.Page ?? 0) + 1;
                if (id is null || !relations.TryGetValue(id, out var path) || parts.Xml(path) is not { } slide) continue;
                if ((string?)slide.Attribute("show") is "0" or "false")
                {
                    var hidden = string.Join('\n', Paragraphs(slide));
                    builder.TookOut(new TextHygiene(HiddenElements: 1, HiddenCharacters: hidden.Length), hidden);
                    continue;
                }

                Slide(slide, builder);
                var notes = parts.Relations(path).Values.FirstOrDefault(target => target.Contains("notesSlides/", StringComparison.Ordinal));
                if (notes is not null) Notes(parts.Xml(notes), builder);
            }

            return builder.Build();
        }
    }

    private static void Slide(XElement slide, DocumentTextBuilder builder)
    {
        var shapes = slide.Descendants().Where(shape => shape.Name == P + "sp" || shape.Name == A + "tbl").ToList();
        var title = shapes.FirstOrDefault(shape => Placeholder(shape) is "title" or "ctrTitle");
        builder.Heading(1, title is null ? "" : string.Join(' ', Paragraphs(title)));
        foreach (var shape in shapes)
        {
            if (shape == title || Placeholder(shape) is "sldNum" or "dt" or "ftr") continue;
            if (shape.Name == A + "tbl") Table(shape, builder);
            else
            {
                var lines = Paragraphs(shape).ToList();
                foreach (var line in lines) builder.Add(lines.Count > 1 && Placeholder(shape) is not "subTitle" ? BlockKind.ListItem : BlockKind.Paragraph, line);
            }
        }
    }

    private static void Table(XElement table, DocumentTextBuilder builder)
    {
        var first = true;
        foreach (var row in table.Elements(A + "tr"))
        {
            builder.Row(row.Elements(A + "tc").Select(cell => string.Join(' ', Paragraphs(cell))), first);
            first = false;
        }

        builder.EndTable();
    }

    private static void Notes(XElement? notes, DocumentTextBuilder builder)
    {
        foreach (var shape in notes?.Descendants(P + "sp").Where(shape => Placeholder(shape) == "body") ?? [])
        {
            foreach (var line in Paragraphs(shape)) builder.Add(BlockKind.Paragraph, line);
        }
    }

    private static string? Placeholder(XElement shape)
        => shape.Element(P + "nvSpPr")?.Element(P + "nvPr")?.Element(P + "ph") is { } place ? (string?)place.Attribute("type") ?? "body" : null;

    private static IEnumerable<string> Paragraphs(XElement shape) => shape.Descendants(A + "p")
        .Select(paragraph => string.Concat(paragraph.Descendants().Select(piece => piece.Name == A + "t" ? piece.Value : piece.Name == A + "br" ? " " : "")))
        .Where(line => !string.IsNullOrWhiteSpace(line));
}
