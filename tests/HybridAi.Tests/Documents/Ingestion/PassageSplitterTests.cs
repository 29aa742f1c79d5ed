using FsCheck;
using FsCheck.Fluent;
using HybridAi.Documents;
using HybridAi.Documents.Ingestion;

namespace HybridAi.Tests.Documents.Ingestion;

public class PassageSplitterTests
{
    private const int Min = 60;
    private const int Max = 100;

    private static readonly Gen<string> Words = Gen.Choose(1, 40).SelectMany(count => Gen.Elements("word", "a", "sentence.", "Ends!", "3.5", "e.g.", "😀", new string('x', 130)).ListOf(count))
        .Select(words => string.Join(' ', words));

    private static readonly Gen<(BlockKind Kind, string Text, bool NewPage)> Blocks =
        from kind in Gen.Elements(Enum.GetValues<BlockKind>())
        from text in Words
        from page in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        select (kind, kind == BlockKind.Heading ? text[..Math.Min(text.Length, 30)].TrimEnd('\uD83D', ' ') : text, page);

    [Fact]
    public void Every_unit_of_every_block_is_in_exactly_one_passage_and_none_is_too_long() => Holds((document, passages) =>
    {
        var covered = new int[document.Text.Length];
        foreach (var passage in passages)
        {
            passage.Text.ShouldBe(document.Text.Substring(passage.Start, passage.Length));
            for (var i = passage.Start; i < passage.End; i++) covered[i]++;
        }

        covered.Max().ShouldBeLessThanOrEqualTo(1);
        foreach (var block in document.Blocks) covered.AsSpan(block.Start, block.Length).Contains(0).ShouldBeFalse();
        foreach (var passage in passages) (passage.End - FirstText(document, passage)).ShouldBeLessThanOrEqualTo(Max);
    });

    [Fact]
    public void A_heading_never_ends_a_passage_that_says_anything_else() => Holds((document, passages) =>
    {
        foreach (var passage in passages[..^1])
        {
            var inside = document.Blocks.Where(block => block.Start < passage.End && block.Start + block.Length > passage.Start).ToList();
            if (inside.Exists(block => block.Kind != BlockKind.Heading)) inside[^1].Kind.ShouldNotBe(BlockKind.Heading);
        }
    });

    [Fact]
    public void An_entry_or_a_row_that_fits_is_never_torn() => Holds((document, passages) =>
    {
        foreach (var block in document.Blocks.Where(block => block.Kind is BlockKind.ListItem or BlockKind.TableRow or BlockKind.Heading && block.Length <= Max))
            passages.Count(passage => passage.Start < block.Start + block.Length && passage.End > block.Start).ShouldBe(1);
    });

    [Fact]
    public void A_passage_is_of_one_page_its_headings_aside() => Holds((document, passages) =>
    {
        foreach (var passage in passages)
            document.Blocks.Where(block => block.Kind != BlockKind.Heading && block.Start < passage.End && block.Start + block.Length > passage.Start).Select(block => block.Page).Distinct().Count().ShouldBeLessThanOrEqualTo(1);
    });

    [Fact]
    public void Short_sections_share_a_passage_and_long_ones_begin_one()
    {
        var builder = new DocumentTextBuilder(Readers.ReadFiles.Limits);
        builder.Heading(1, "Guide");
        builder.Add(BlockKind.Paragraph, "Short.");
        builder.Heading(2, "First");
        builder.Add(BlockKind.Paragraph, new string('a', 1_100) + ".");
        builder.Heading(2, "Second");
        builder.Add(BlockKind.Paragraph, "The second section.");

        var passages = new PassageSplitter(1_000, 1_500).Split(builder.Build().Value.Text.ShouldNotBeNull());

        passages.Select(passage => passage.Text.Split('\n')[0]).ShouldBe(["Guide", "Second"]);
        passages[1].HeadingPath.ShouldBe(["Guide"]);
        passages[1].Text.ShouldBe("Second\n\nThe second section.");
    }

    [Fact]
    public void A_long_paragraph_is_split_between_sentences()
    {
        var builder = new DocumentTextBuilder(Readers.ReadFiles.Limits);
        builder.Add(BlockKind.Paragraph, string.Join(' ', Enumerable.Range(1, 60).Select(i => $"This is sentence number {i} of the paragraph, e.g. one of many.")));

        var passages = new PassageSplitter(1_000, 1_500).Split(builder.Build().Value.Text);

        passages.Count.ShouldBeGreaterThan(2);
        passages.ShouldAllBe(passage => passage.Text.StartsWith("This is sentence", StringComparison.Ordinal) && passage.Text.TrimEnd().EndsWith("many.", StringComparison.Ordinal));
    }

    // Where the first thing begins that is no heading.
    private static int FirstText(DocumentText document, Passage passage)
    {
        var first = document.Blocks.FirstOrDefault(block => block.Kind != BlockKind.Heading && block.Start + block.Length > passage.Start);
        return first is null ? passage.End : Math.Clamp(first.Start, passage.Start, passage.End);
    }

    private static void Holds(Action<DocumentText, Passage[]> law) => Prop.ForAll(Blocks.NonEmptyListOf().ToArbitrary(), blocks =>
    {
        var builder = new DocumentTextBuilder(Readers.ReadFiles.Limits) { Page = 1 };
        foreach (var (kind, text, newPage) in blocks)
        {
            if (newPage) builder.Page++;
            if (kind == BlockKind.Heading) builder.Heading(2, text);
            else builder.Add(kind, text);
        }

        if (builder.IsEmpty) return;
        var document = builder.Build().Value.Text;
        law(document, [.. new PassageSplitter(Min, Max).Split(document)]);
    }).QuickCheckThrowOnFailure();
}
