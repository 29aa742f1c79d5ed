namespace HybridAi.Documents;

/// <summary>
/// What a document says, as one normalised text, and how it is laid out. Every offset in the product (passages, citations) counts UTF-16 units of
/// <paramref name="Text"/>, so a citation can be cut out of the text of its version and compared.
/// </summary>
/// <param name="Text">The normalised text: NFC, line ends as <c>\n</c>, without control, zero-width and bidirectional characters.</param>
/// <param name="Blocks">Its blocks, in their order; they don't overlap and leave nothing but white space between them.</param>
public sealed record DocumentText(string Text, IReadOnlyList<Block> Blocks)
{
    /// <summary>The title that the document gives itself; null where it gives none.</summary>
    public string? Title { get; init; }

    /// <summary>The date that the document states for itself (a property of the file, or a line such as "Last updated"); null where it states none.</summary>
    public DateTimeOffset? AsOf { get; init; }
}

/// <summary>What a block is.</summary>
public enum BlockKind
{
    /// <summary>A heading.</summary>
    Heading,

    /// <summary>A paragraph.</summary>
    Paragraph,

    /// <summary>One entry of a list.</summary>
    ListItem,

    /// <summary>One row of a table.</summary>
    TableRow,

    /// <summary>Code or other text that is laid out on purpose.</summary>
    Preformatted,
}

/// <summary>One piece of a document's layout.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins in the text, in UTF-16 units.</param>
/// <param name="Length">How many units it has.</param>
/// <param name="HeadingPath">The headings that it stands under, the outermost first; a heading is not in its own path.</param>
/// <param name="Page">The page or slide that it stands on, from 1; null for formats without pages.</param>
public sealed record Block(BlockKind Kind, int Start, int Length, IReadOnlyList<string> HeadingPath, int? Page = null);
