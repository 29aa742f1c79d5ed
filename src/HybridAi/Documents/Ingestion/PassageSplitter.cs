using HybridAi.Learning.Text;

namespace HybridAi.Documents.Ingestion;

/// <summary>
/// Splits a document into passages along its structure. A passage holds whole blocks where it can; a paragraph is split between sentences, an
/// entry of a list or a row of a table only when it alone is longer than a passage may be, and a sentence between words. A heading goes with what follows it,
/// and a passage ends with its page, because a page is what people look up.
/// </summary>
/// <param name="min">A passage is not ended at a block's end before it has so many characters.</param>
/// <param name="max">It has at most so many, the headings it begins with aside.</param>
public sealed class PassageSplitter(int min, int max)
{
    /// <summary>The passages in order. Each unit of each block is in exactly one.</summary>
    public IReadOnlyList<Passage> Split(DocumentText document)
    {
        var passages = new List<Passage>();
        var open = new List<Piece>();
        foreach (var block in document.Blocks)
        {
            var begins = true;
            foreach (var range in Pieces(document.Text, block))
            {
                var piece = new Piece(block, range.Start, range.Length, begins);
                if (open.Count > 0 && Ends(open, piece)) Close(document, open, passages);
                open.Add(piece);
                begins = false;
            }
        }

        if (open.Count > 0) passages.Add(PassageOf(document, open));
        return passages;
    }

    // Whether the open passage ends before the next piece.
    private bool Ends(List<Piece> open, Piece next)
    {
        if (open.TrueForAll(piece => piece.IsHeading)) return next.IsHeading && next.End - open[0].Start > max;
        var body = open.Find(piece => !piece.IsHeading);
        if (next.End - body.Start > max) return true;
        if (!next.Begins) return false;
        if (next.Block.Page != open[^1].Block.Page) return true;
        if (open[^1].End - open[0].Start < min) return false;
        // A section of its own, or a block that would not fit as a whole.
        return next.IsHeading || next.Start + next.Block.Length - body.Start > max;
    }

    // Headings at the end belong to what follows.
    private static void Close(DocumentText document, List<Piece> open, List<Passage> passages)
    {
        var kept = open.Count;
        while (kept > 0 && open[kept - 1].IsHeading) kept--;
        if (kept == 0) kept = open.Count;
        passages.Add(PassageOf(document, open[..kept]));
        open.RemoveRange(0, kept);
    }

    private static Passage PassageOf(DocumentText document, List<Piece> pieces)
    {
        var (first, last) = (pieces[0], pieces[^1]);
        return new(first.Start, last.End - first.Start, document.Text[first.Start..last.End], first.Block.HeadingPath, first.Block.Page);
    }

    private IEnumerable<TextRange> Pieces(string text, Block block)
    {
        var whole = new TextRange(block.Start, block.Length);
        if (block.Length <= max && block.Kind is BlockKind.Heading or BlockKind.ListItem or BlockKind.TableRow) return [whole];
        return block.Kind switch
        {
            BlockKind.Preformatted => Lines(text, whole).SelectMany(line => Words(text, line)),
            _ => Sentences(text, whole).SelectMany(sentence => Words(text, sentence)),
        };
    }

    // Cut so that nothing falls between: a sentence reaches to where the next one begins.
    private static IEnumerable<TextRange> Sentences(string text, TextRange block)
    {
        var sentences = SentenceSplitter.Split(block.Of(text));
        for (var i = 0; i < sentences.Count; i++)
        {
            var start = i == 0 ? 0 : sentences[i].Start;
            var end = i + 1 < sentences.Count ? sentences[i + 1].Start : block.Length;
            yield return new(block.Start + start, end - start);
        }
    }

    private static IEnumerable<TextRange> Lines(string text, TextRange block)
    {
        for (var start = block.Start; start < block.End;)
        {
            var line = text.IndexOf('\n', start, block.End - start);
            var end = line < 0 ? block.End : line + 1;
            yield return new(start, end - start);
            start = end;
        }
    }

    // A piece that is longer than a passage is cut behind white space, or where there is none, not within a character.
    private IEnumerable<TextRange> Words(string text, TextRange piece)
    {
        for (var start = piece.Start; start < piece.End;)
        {
            if (piece.End - start <= max)
            {
                yield return new(start, piece.End - start);
                yield break;
            }

            var end = start + max;
            while (end > start && !char.IsWhiteSpace(text[end - 1])) end--;
            if (end == start) end = start + max - (char.IsHighSurrogate(text[start + max - 1]) ? 1 : 0);
            yield return new(start, end - start);
            start = end;
        }
    }

    private readonly record struct Piece(Block Block, int Start, int Length, bool Begins)
    {
        public int End => Start + Length;

        public bool IsHeading => Block.Kind == BlockKind.Heading;
    }
}
