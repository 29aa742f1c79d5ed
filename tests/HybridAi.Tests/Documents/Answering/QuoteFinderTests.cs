using FsCheck;
using FsCheck.Fluent;
using HybridAi.Documents.Answering;

namespace HybridAi.Tests.Documents.Answering;

public sealed class QuoteFinderTests
{
    private static readonly string[] Pieces =
        ["Parcel", " ", "  ", "\n", "“", "”", "’", "–", "-", "€19", "é", "e\u0301", "ﬁ", "ＡＢ", "…", "\u200b", "**", "📦", "\ud800", "Straße", "12:30", "|", "\t", "İ", "日本"];

    private static Arbitrary<string> Texts => Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary();

    [Fact]
    public void A_folded_quote_is_found_where_it_says()
        => Prop.ForAll(Texts, Gen.Choose(0, 1000).Two().ToArbitrary(), (text, cut) =>
        {
            var start = text.Length == 0 ? 0 : cut.Item1 % text.Length;
            var quote = text.Substring(start, text.Length == 0 ? 0 : cut.Item2 % (text.Length - start + 1));
            foreach (var written in new[] { quote, quote.ToUpperInvariant(), quote.Replace(" ", " \n ", StringComparison.Ordinal), quote.Replace('’', '\'') })
            {
                if (QuoteFinder.Fold(written).Length == 0 || QuoteFinder.Find(text, written) is not { } found) continue;
                found.Start.ShouldBeGreaterThanOrEqualTo(0);
                found.End.ShouldBeLessThanOrEqualTo(text.Length);
                QuoteFinder.Fold(text.Substring(found.Start, found.Length)).ShouldContain(QuoteFinder.Fold(written));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_that_was_cut_out_is_always_found()
        => Prop.ForAll(Texts, text => string.IsNullOrWhiteSpace(text) || QuoteFinder.Find($"before {text} behind", text) is { Start: > 0 }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("The fee is €1.20 per parcel.", "the FEE is\n€1.20", "The fee is €1.20")]
    [InlineData("It says “don’t” – twice.", "it says \"don't\" - twice", "It says “don’t” – twice")]
    [InlineData("The ofﬁce in Zürich closes.", "office in Zurich", "ofﬁce in Zürich")]
    [InlineData("Press **Deactivate** next to it.", "Press Deactivate next", "Press **Deactivate** next")]
    [InlineData("zero\u200bwidth words", "zerowidth words", "zero\u200bwidth words")]
    public void A_quote_in_another_dress_is_the_same_quote(string text, string quote, string expected)
    {
        var found = QuoteFinder.Find(text, quote).ShouldNotBeNull();

        text.Substring(found.Start, found.Length).ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("**")]
    [InlineData("The fee is €1.30")]
    public void What_does_not_stand_there_is_not_found(string quote) => QuoteFinder.Find("The fee is €1.20.", quote).ShouldBeNull();
}
