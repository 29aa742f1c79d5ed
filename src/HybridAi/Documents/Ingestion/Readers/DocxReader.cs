using System.Text;
using System.Xml.Linq;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>Word documents: headings by style or outline level, lists, tables, notes. Hidden runs and deleted text are no part of it.</summary>
internal sealed class DocxReader : IDocumentReader
{
    private static readonly XNamespace W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    /// <inheritdoc/>
    public string Name => "docx";

    /// <inheritdoc/>
    public Task<Outcome<ReadDocument>> ReadAsync(Stream stream, ReadLimits limits, CancellationToken cancellation)
        => Task.Run(() => Read(stream, limits, cancellation), cancellation);

    private static Outcome<ReadDocument> Read(Stream stream, ReadLimits limits, CancellationToken cancellation)
    {
        if (!PackedParts.Open(stream, limits, cancellation).Succeeded(out var parts, out var fault)) return fault;
        using (parts)
        {
            var builder = new DocumentTextBuilder(limits);
            parts.TellOf(builder);
            var writer = new Writer(builder, Levels(parts.Xml("word/styles.xml")), cancellation);
            if (parts.Xml("word/document.xml")?.Element(W + "body") is { } body) writer.Append(body);
            foreach (var notes in (ReadOnlySpan<string>)["word/footnotes.xml", "word/endnotes.xml"])
            {
                foreach (var note in parts.Xml(notes)?.Elements() ?? [])
                    if (note.Attribute(W + "type") is null) writer.Append(note);
            }

            return builder.Build();
        }
    }

    // Level by style: named "heading N" or "Title", or with an outline level of its own or of the style that it rests on.
    private static Dictionary<string, int> Levels(XElement? styles)
    {
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        var basedOn = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var style in styles?.Elements(W + "style") ?? [])
        {
            if ((string?)style.Attribute(W + "styleId") is not { } id) continue;
            if ((string?)style.Element(W + "basedOn")?.Attribute(W + "val") is { } parent) basedOn[id] = parent;
            var name = ((string?)style.Element(W + "name")?.Attribute(W + "val") ?? "").ToLowerInvariant();
            if (name == "title") levels[id] = 1;
            else if (name.StartsWith("heading ", StringComparison.Ordinal) && int.TryParse(name.AsSpan(8), out var level)) levels[id] = level;
            else if (Outline(style.Element(W + "pPr")) is { } outline) levels[id] = outline;
        }

        foreach (var id in basedOn.Keys)
        {
            var at = id;
            for (var steps = 0; steps < 10 && !levels.ContainsKey(at) && basedOn.TryGetValue(at, out var parent); steps++) at = parent;
            if (levels.TryGetValue(at, out var level)) levels[id] = level;
        }

        return levels;
    }

    private static int? Outline(XElement? properties)
        => int.TryParse((string?)properties?.Element(W + "outlineLvl")?.Attribute(W + "val"), out var level) && level < 9 ? level + 1 : null;

    private sealed class Writer(DocumentTextBuilder builder, Dictionary<string, int> levels, CancellationToken cancellation)
    {
        public void Append(XElement container)
        {
            foreach (var element in container.Elements())
            {
                cancellation.ThrowIfCancellationRequested();
                if (builder.IsFull) return;
                if (element.Name == W + "p") Paragraph(element);
                else if (element.Name == W + "tbl") Table(element);
                else if (element.Name == W + "sdt") Append(element.Element(W + "sdtContent") ?? element);
                else if (element.Name == W + "ins" || element.Name == W + "customXml") Append(element);
            }
        }

        private void Paragraph(XElement paragraph)
        {
            var properties = paragraph.Element(W + "pPr");
            var style = (string?)properties?.Element(W + "pStyle")?.Attribute(W + "val");
            var text = TextOf(paragraph);
            if ((Outline(properties) ?? (style is not null && levels.TryGetValue(style, out var level) ? level : null)) is { } heading) builder.Heading(heading, text);
            else builder.Add(properties?.Element(W + "numPr") is null ? BlockKind.Paragraph : BlockKind.ListItem, text);
        }

        private void Table(XElement table)
        {
            var first = true;
            var rows = table.Elements(W + "tr").ToList();
            foreach (var row in rows)
            {
                var cells = row.Descendants(W + "tc").Select(cell => string.Join(' ', cell.Descendants(W + "p").Select(TextOf))).ToList();
                builder.Row(cells, first && rows.Count > 1 && cells.Count > 1);
                first = false;
            }

            builder.EndTable();
        }

        private string TextOf(XElement paragraph)
        {
            var text = new StringBuilder();
            foreach (var run in paragraph.Descendants(W + "r"))
            {
                // A drawing stands twice: as it is, and for programs that don't know it. Text in it is a paragraph of its own within this one.
                if (run.Ancestors().TakeWhile(above => above != paragraph).Any(above => above.Name.LocalName is "Fallback" or "del" or "moveFrom")) continue;
                var written = new StringBuilder();
                foreach (var piece in run.Elements())
                {
                    if (piece.Name == W + "t") written.Append(piece.Value);
                    else if (piece.Name == W + "tab" || piece.Name == W + "br" || piece.Name == W + "cr") written.Append(' ');
                    else if (piece.Name == W + "noBreakHyphen") written.Append('-');
                }

                if (written.Length == 0) continue;
                if (IsHidden(run)) builder.TookOut(new TextHygiene(HiddenElements: 1, HiddenCharacters: written.Length), written.ToString());
                else text.Append(written);
            }

            return text.ToString();
        }

        private static bool IsHidden(XElement run)
            => run.Element(W + "rPr")?.Element(W + "vanish") is { } vanish && (string?)vanish.Attribute(W + "val") is not ("0" or "false");
    }
}
