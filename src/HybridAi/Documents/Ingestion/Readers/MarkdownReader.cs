using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using YamlDotNet.RepresentationModel;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>Markdown: what a reader of the rendered page sees, without the marks; title and date from the front matter.</summary>
internal sealed class MarkdownReader : IDocumentReader
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().UseGridTables().UseFootnotes().UseTaskLists().Build();

    /// <inheritdoc/>
    public string Name => "markdown";

    /// <inheritdoc/>
    public async Task<Outcome<ReadDocument>> ReadAsync(Stream stream, ReadLimits limits, CancellationToken cancellation)
    {
        if (!(await TextDecoding.ReadAsync(stream, limits, cancellation)).Succeeded(out var decoded, out var fault)) return fault;
        var builder = new DocumentTextBuilder(limits);
        if (decoded.Remark is { } remark) builder.Remark(remark);
        try
        {
            Append(Markdown.Parse(decoded.Text, Pipeline), builder);
        }
        catch (ArgumentException tooDeep)
        {
            // The parser refuses what is nested too deep for it.
            builder.Remark($"It was read as plain text: {tooDeep.Message}");
            PlainTextReader.Append(decoded.Text, builder);
        }

        return builder.Build();
    }

    private static void Append(ContainerBlock blocks, DocumentTextBuilder builder)
    {
        foreach (var block in blocks)
        {
            switch (block)
            {
                case YamlFrontMatterBlock front:
                    FrontMatter(front.Lines.ToString(), builder);
                    break;
                case HeadingBlock heading:
                    builder.Heading(heading.Level, TextOf(heading, builder));
                    break;
                case HtmlBlock html:
                    new HtmlBlocks(builder).Append(html.Lines.ToString());
                    break;
                case CodeBlock code:
                    builder.Add(BlockKind.Preformatted, code.Lines.ToString());
                    break;
                case ListBlock list:
                    List(list, builder);
                    break;
                case Table table:
                    foreach (var row in table.OfType<TableRow>())
                        builder.Row(row.OfType<TableCell>().Select(cell => string.Join(' ', cell.Descendants<LeafBlock>().Select(leaf => TextOf(leaf, builder)))), row.IsHeader);
                    builder.EndTable();
                    break;
                case LeafBlock leaf when leaf.Inline is not null:
                    builder.Add(BlockKind.Paragraph, TextOf(leaf, builder));
                    break;
                case ContainerBlock container:
                    Append(container, builder);
                    break;
            }
        }
    }

    // The first paragraph of an entry is the entry; what follows stands for itself.
    private static void List(ListBlock list, DocumentTextBuilder builder)
    {
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var mark = list.IsOrdered ? $"{item.Order}. " : "";
            if (item.FirstOrDefault() is ParagraphBlock first)
            {
                builder.Add(BlockKind.ListItem, mark + TextOf(first, builder));
                item.RemoveAt(0);
            }

            Append(item, builder);
        }
    }

    private static string TextOf(LeafBlock leaf, DocumentTextBuilder builder)
    {
        var text = new StringBuilder();
        // Not Descendants(): it passes over what an inline holds in a field of its own.
        var open = new Stack<Inline>();
        if (leaf.Inline is not null) open.Push(leaf.Inline);
        while (open.TryPop(out var inline))
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.AsSpan());
                    break;
                case AutolinkInline link:
                    text.Append(link.Url);
                    break;
                case LineBreakInline:
                    text.Append(' ');
                    break;
                case HtmlInline html when html.Tag.StartsWith("<!--", StringComparison.Ordinal):
                    builder.TookOut(new TextHygiene(Comments: 1), html.Tag[4..]);
                    break;
                case HtmlInline html when html.Tag.StartsWith("<br", StringComparison.OrdinalIgnoreCase):
                    text.Append(' ');
                    break;
                case ContainerInline container:
                    foreach (var child in container.Reverse()) open.Push(child);
                    break;
            }
        }

        return text.ToString();
    }

    private static void FrontMatter(string yaml, DocumentTextBuilder builder)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is not [{ RootNode: YamlMappingNode fields }]) return;
            foreach (var (key, value) in fields)
            {
                if (key is not YamlScalarNode { Value: { } name } || value is not YamlScalarNode { Value: { Length: > 0 } said }) continue;
                if (name.Equals("title", StringComparison.OrdinalIgnoreCase)) builder.Title = said;
                else if (name.ToLowerInvariant() is "date" or "updated" or "last_updated" or "lastupdated" or "lastmod" or "modified" or "published" or "as_of")
                    builder.AsOf ??= StatedDate.Read(said.Split('T')[0]);
            }
        }
        catch (YamlDotNet.Core.YamlException broken)
        {
            builder.Remark($"The front matter can't be read: {broken.Message}");
        }
    }
}
