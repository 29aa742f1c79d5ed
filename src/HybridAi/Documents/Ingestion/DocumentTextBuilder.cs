using System.Text;

namespace HybridAi.Documents.Ingestion;

/// <summary>Puts a document's text together, block by block: cleaned, counted, each block under the headings before it.</summary>
internal sealed class DocumentTextBuilder(ReadLimits limits)
{
    private const int MostHidden = 20_000;

    private readonly StringBuilder _text = new();
    private readonly List<Block> _blocks = [];
    private readonly List<(int Level, string Text)> _headings = [];
    private readonly List<string> _remarks = [];
    private readonly StringBuilder _hidden = new();
    private TextHygiene _hygiene = new();
    private string? _tableHead;

    /// <summary>The page or slide on which the next block stands.</summary>
    public int? Page { get; set; }

    /// <summary>The title that the document gives itself.</summary>
    public string? Title { get; set; }

    /// <summary>The date that the file itself states.</summary>
    public DateTimeOffset? AsOf { get; set; }

    /// <summary>Whether the text is longer than the limit: nothing more is taken, and what is built is refused.</summary>
    public bool IsFull => _text.Length > limits.MaxTextCharacters;

    /// <summary>Whether there is no block yet.</summary>
    public bool IsEmpty => _blocks.Count == 0;

    /// <summary>Says something about how the document was read, once.</summary>
    public void Remark(string remark)
    {
        if (!_remarks.Contains(remark)) _remarks.Add(remark);
    }

    /// <summary>Adds to what was taken out.</summary>
    /// <param name="more">What, and how much.</param>
    /// <param name="text">What it said, where it is text: one that speaks to a model is told of.</param>
    public void TookOut(TextHygiene more, string text = "")
    {
        _hygiene += more;
        var line = TextCleaning.OnOneLine(text);
        if (line.Length > 0 && _hidden.Length < MostHidden) _hidden.Append(line).Append('\n');
    }

    /// <summary>Adds a heading; it closes every heading of its level and below.</summary>
    /// <param name="level">From 1, the outermost.</param>
    /// <param name="text">What it says.</param>
    public void Heading(int level, string text)
    {
        EndTable();
        _headings.RemoveAll(heading => heading.Level >= level);
        if (Append(BlockKind.Heading, text) is { } clean) _headings.Add((level, clean));
    }

    /// <summary>Adds a block under the present headings.</summary>
    public void Add(BlockKind kind, string text)
    {
        if (kind != BlockKind.TableRow) EndTable();
        Append(kind, text);
    }

    /// <summary>Adds a row of a table. A row of headings stands above the rows that follow, like a heading.</summary>
    public void Row(IEnumerable<string> cells, bool heads = false)
    {
        var row = string.Join(" | ", cells.Select(TextCleaning.OnOneLine));
        if (row.AsSpan().Trim("| ").IsEmpty) return;
        var clean = Append(BlockKind.TableRow, row);
        if (heads) _tableHead = clean;
    }

    /// <summary>Ends a table: what follows is not under its head.</summary>
    public void EndTable() => _tableHead = null;

    /// <summary>Adds all of another document under the present headings.</summary>
    public void Append(ReadDocument other)
    {
        foreach (var block in other.Text.Blocks)
        {
            _headings.RemoveAll(heading => heading.Level > 1);
            _headings.AddRange(block.HeadingPath.Select((text, i) => (i + 2, text)));
            Append(block.Kind, other.Text.Text.Substring(block.Start, block.Length));
        }

        _headings.RemoveAll(heading => heading.Level > 1);
        _hygiene += other.Hygiene;
        foreach (var remark in other.Remarks) Remark(remark);
    }

    /// <summary>The document, or a fault: there is no text in it, or too much.</summary>
    public Outcome<ReadDocument> Build()
    {
        if (IsFull)
            return Fault.BadInput("text-too-long", $"The text is longer than {limits.MaxTextCharacters:N0} characters (HybridAi:Documents:MaxTextCharacters).");
        if (_blocks.Count == 0) return Fault.BadInput("document-without-text", "There is no text in this file.");
        var text = _text.ToString();
        if (InstructionRules.Score(_hidden.ToString()) is { Score: >= InstructionRules.FlaggedFrom } found)
            Remark($"Hidden text that was taken out speaks to a model ({string.Join(", ", found.Rules)}).");
        var title = Title is null ? null : TextCleaning.OnOneLine(TextCleaning.Clean(Title, ref _hygiene));
        if (string.IsNullOrEmpty(title)) title = FirstHeading(text);
        return new ReadDocument(new(text, [.. _blocks]) { Title = title, AsOf = StatedDate.In(text, _blocks) ?? AsOf }, _hygiene, [.. _remarks]);
    }

    private string? FirstHeading(string text)
        => _blocks.FirstOrDefault(block => block.Kind == BlockKind.Heading) is { } heading ? text.Substring(heading.Start, heading.Length) : null;

    private string? Append(BlockKind kind, string text)
    {
        if (IsFull) return null;
        var clean = TextCleaning.Clean(text, ref _hygiene);
        clean = kind == BlockKind.Preformatted ? clean.TrimEnd().Trim('\n') : TextCleaning.OnOneLine(clean);
        if (string.IsNullOrWhiteSpace(clean)) return null;
        if (_blocks.Count > 0) _text.Append(_blocks[^1].Kind == kind && kind is BlockKind.ListItem or BlockKind.TableRow ? "\n" : "\n\n");
        // The block begins at its first visible character: a citation never begins with white space.
        var indent = clean.Length - clean.AsSpan().TrimStart().Length;
        string[] path = [.. _headings.Select(heading => heading.Text), .. _tableHead is null ? Array.Empty<string>() : [_tableHead]];
        _blocks.Add(new(kind, _text.Length + indent, clean.Length - indent, path, Page));
        _text.Append(clean);
        return clean;
    }
}
