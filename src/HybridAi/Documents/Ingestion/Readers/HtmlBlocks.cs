using System.Globalization;
using System.Text;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>Makes blocks of an HTML text: headings, paragraphs, entries of lists, rows of tables. What is not shown is passed over and counted.</summary>
internal sealed class HtmlBlocks(DocumentTextBuilder builder)
{
    private static readonly HashSet<string> Breaks =
    [
        "p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "blockquote", "figure", "figcaption", "form", "fieldset", "address", "body", "html",
        "ul", "ol", "dl", "dt", "dd", "li", "table", "thead", "tbody", "tfoot", "caption", "hr", "details", "summary", "center", "option", "select", "head",
    ];

    private static readonly HashSet<string> Void =
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

    private readonly HtmlVisibility _visibility = new();
    private readonly StringBuilder _open = new();
    private readonly List<string> _cells = [];
    private readonly List<int> _numbers = [];
    private BlockKind _kind = BlockKind.Paragraph;
    private string? _within;
    private string? _hiding;
    private int _hidingDepth, _heading, _hiddenElements, _hiddenCharacters, _comments, _scripts;
    private bool _inRow, _inCell, _headRow;

    /// <summary>Adds the blocks of a text.</summary>
    public void Append(string html)
    {
        foreach (var token in HtmlTokens.Of(html))
        {
            if (builder.IsFull) break;
            if (token.Kind == HtmlTokenKind.Comment) Comment(token.Value);
            else if (_hiding is not null) Hidden(token);
            else if (token.Kind == HtmlTokenKind.Text) Text(token.Value);
            else if (token.Kind == HtmlTokenKind.Open) Open(token);
            else Close(token.Value);
        }

        EndRow();
        Flush();
        builder.EndTable();
        builder.TookOut(new TextHygiene(HiddenElements: _hiddenElements, HiddenCharacters: _hiddenCharacters, Comments: _comments, Scripts: _scripts));
        _hiddenElements = _hiddenCharacters = _comments = _scripts = 0;
    }

    // Inside of a hidden element: nothing is seen until as many of its name have ended as began.
    private void Hidden(HtmlToken token)
    {
        if (_hiding == "p" && token is { Kind: HtmlTokenKind.Open, Value: "p" })
        {
            // A paragraph ends where the next one begins.
            _hiding = null;
            Open(token);
            return;
        }

        if (token.Kind == HtmlTokenKind.Text)
        {
            _hiddenCharacters += TextCleaning.OnOneLine(token.Value).Length;
            builder.TookOut(new(), token.Value);
        }
        else if (token.Value == _hiding) _hidingDepth += token.Kind == HtmlTokenKind.Open ? 1 : -1;
        if (_hidingDepth == 0) _hiding = null;
    }

    private void Comment(string comment)
    {
        if (!comment.StartsWith("<!--", StringComparison.Ordinal)) return;
        _comments++;
        builder.TookOut(new(), comment[4..]);
    }

    private void Text(string text)
    {
        if (_within == "style") _visibility.Learn(text);
        else if (_within == "title") builder.Title ??= text;
        else if (_within is null or "textarea" or "pre") _open.Append(text);
    }

    private void Open(HtmlToken token)
    {
        var name = token.Value;
        if (name is "script" or "style" or "iframe" or "object" or "svg" or "canvas") _scripts++;
        if (_visibility.IsHidden(name, token.Attributes))
        {
            _hiddenElements++;
            if (!Void.Contains(name)) (_hiding, _hidingDepth) = (name, 1);
            return;
        }

        switch (name)
        {
            case "script" or "style" or "title" or "iframe" or "noembed" or "noframes":
                _within = name;
                break;
            case "pre" or "textarea":
                Flush();
                (_within, _kind) = (name, BlockKind.Preformatted);
                break;
            case ['h', >= '1' and <= '6']:
                Flush();
                _heading = name[1] - '0';
                break;
            case "li":
                Flush();
                _kind = BlockKind.ListItem;
                if (_numbers.Count > 0 && _numbers[^1] > 0) _open.Append(CultureInfo.InvariantCulture, $"{_numbers[^1]++}. ");
                break;
            case "ul" or "ol":
                Flush();
                if (_numbers.Count < 100) _numbers.Add(name == "ol" ? 1 : 0);
                break;
            case "tr":
                EndRow();
                Flush();
                (_inRow, _headRow) = (true, true);
                break;
            case "td" or "th" when _inRow:
                EndCell();
                _open.Clear();
                _inCell = true;
                _headRow &= name == "th";
                break;
            case "br":
                _open.Append('\n');
                break;
            case "img":
                if (HtmlVisibility.Attribute(token.Attributes, "alt") is { Length: > 0 } alt) _open.Append(' ').Append(alt).Append(' ');
                break;
            case "meta":
                Meta(token.Attributes);
                break;
            case var _ when Breaks.Contains(name):
                Break();
                break;
        }
    }

    private void Close(string name)
    {
        switch (name)
        {
            case "script" or "style" or "title" or "iframe" or "noembed" or "noframes":
                _within = null;
                break;
            case "pre" or "textarea":
                Flush();
                _within = null;
                break;
            case ['h', >= '1' and <= '6']:
                Flush();
                break;
            case "ul" or "ol":
                Flush();
                if (_numbers.Count > 0) _numbers.RemoveAt(_numbers.Count - 1);
                break;
            case "td" or "th":
                EndCell();
                break;
            case "tr":
                EndRow();
                break;
            case "table":
                EndRow();
                builder.EndTable();
                break;
            case var _ when Breaks.Contains(name):
                Break();
                break;
        }
    }

    private void Break()
    {
        if (_inRow || _within == "pre") _open.Append('\n');
        else Flush();
    }

    private void EndCell()
    {
        if (!_inCell) return;
        _cells.Add(_open.ToString());
        _open.Clear();
        _inCell = false;
    }

    private void EndRow()
    {
        if (!_inRow) return;
        EndCell();
        if (!string.IsNullOrWhiteSpace(_open.ToString())) _cells.Add(_open.ToString());
        _open.Clear();
        _inRow = false;
        builder.Row(_cells, _headRow && _cells.Count > 1);
        _cells.Clear();
    }

    private void Flush()
    {
        if (_inRow) return;
        var text = _open.ToString();
        _open.Clear();
        if (_heading > 0) builder.Heading(_heading, text);
        else builder.Add(_kind, text);
        (_heading, _kind) = (0, BlockKind.Paragraph);
    }

    private void Meta(string attributes)
    {
        if ((HtmlVisibility.Attribute(attributes, "property") ?? HtmlVisibility.Attribute(attributes, "name")) is not { } name) return;
        if (name.ToLowerInvariant() is not ("article:modified_time" or "last-modified" or "dcterms.modified" or "date" or "dc.date" or "article:published_time")) return;
        if (HtmlVisibility.Attribute(attributes, "content") is { } date && DateTimeOffset.TryParse(
            date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var asOf)) builder.AsOf ??= asOf;
    }
}
