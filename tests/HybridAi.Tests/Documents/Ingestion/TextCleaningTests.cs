using HybridAi.Documents.Ingestion;

namespace HybridAi.Tests.Documents.Ingestion;

public class TextCleaningTests
{
    [Theory]
    [InlineData("cafe\u0301", "café")]
    [InlineData("e\u0302\u0323", "ệ")]
    [InlineData("\u212B \u2126", "Å Ω")]
    [InlineData("\u1112\u1161\u11ab", "한")]
    [InlineData("か\u3099", "が")]
    [InlineData("e\u0315\u0300", "è\u0315")]
    [InlineData("x\u0301", "x\u0301")]
    public void Letters_and_their_marks_become_one(string given, string composed) => Composition.Compose(given).ShouldBe(composed);

    [Fact]
    public void What_has_no_look_is_taken_out_and_counted()
    {
        var counts = new TextHygiene();

        TextCleaning.Clean("pa\u200Bss\u00ADword \u202Egnp\u202C\u0007.\uFEFF\r\nnext\u2028line \U000E0049\U000E0067", ref counts).ShouldBe("password gnp.\nnext\nline ");
        (counts.ZeroWidth, counts.Bidirectional, counts.Control).ShouldBe((5, 2, 1));
    }

    [Theory]
    [InlineData("می\u200Cخواهم")]
    [InlineData("👩\u200D💻")]
    [InlineData("क्\u200Dष")]
    [InlineData("naïve – “quoted” … €5 ½ 漢字 🎉")]
    public void What_shapes_or_is_seen_stays(string text)
    {
        var counts = new TextHygiene();

        TextCleaning.Clean(text, ref counts).ShouldBe(text);
        counts.ShouldBe(new TextHygiene());
    }

    [Fact]
    public void Half_a_character_is_marked_and_breaks_nothing()
    {
        var counts = new TextHygiene();

        TextCleaning.Clean("a\uD83Db\uDE00", ref counts).ShouldBe("a\uFFFDb\uFFFD");
    }
}
