using FsCheck;
using FsCheck.Fluent;
using HybridAi.Learning.Text;

namespace HybridAi.Tests.Learning.Text;

/// <summary>Sentences, each case written with a bar where one ends and the next begins.</summary>
public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("It is late.| We go home!| Do you?| Yes.")]
    [InlineData("Mr. Smith met Dr. J. R. Brown in St. Albans.| They talked.")]
    [InlineData("The fee is 3.50 euros, i.e. more than before.| It rose by 0.5.| Nobody knew.")]
    [InlineData("See Fig. 3 and Sec. 4.2 for more, e.g. the U.S. Army.| It is old.")]
    [InlineData("He said \"Stop.\"| Then he left.")]
    [InlineData("\"Why?\" he asked.| \"Because.\"| Nobody spoke.")]
    [InlineData("(This is inside.)| This is not.")]
    [InlineData("We open at 9 a.m. on weekdays.| On Sunday we open at 10 a.m.| The door is green.")]
    [InlineData("Acme Inc. v. Bolt Ltd. was decided in 1999.| The court agreed.")]
    [InlineData("Version 2.0.1 is out.| Get it from www.example.com.| It is free.")]
    [InlineData("Wait...| Nobody came.| He was ... late.")]
    [InlineData("The claim is old.[12]| A second one follows.[3]")]
    [InlineData("Steps:|\n1. Open the box.|\n2. Take it out.|\n- Done")]
    [InlineData("A heading\u2029|\n\nA text without an end|\n\nAnother")]
    [InlineData("A line that was\nwrapped is one sentence.| A second\none, too.")]
    [InlineData("i can't log in. |please help me")]
    [InlineData("Order no. 15 is lost.| No.| It was found.")]
    [InlineData("これは文です。|次の文です。")]
    [InlineData("So did I.| Then we left.")]
    [InlineData("It costs approx. 5 kg of rice, flour, etc. and some salt.| That is all.")]
    [InlineData("¿Qué hora es?| ¡Es tarde!| Vamos.")]
    [InlineData("Founded on Jan. 5 by Ph.D. students.| They won.")]
    public void Sentences_end_where_a_reader_says_so(string marked)
    {
        var text = marked.Replace("|", "", StringComparison.Ordinal);
        var expected = marked.Split('|').Select(part => part.Trim()).ToArray();
        SentenceSplitter.Split(text).Select(range => text.Substring(range.Start, range.Length)).ShouldBe(expected);
    }

    [Fact]
    public void Everything_but_white_space_is_in_exactly_one_sentence()
        => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), given => Holds(given.Get)).QuickCheckThrowOnFailure();

    [Fact]
    public void Everything_but_white_space_is_in_exactly_one_sentence_of_a_text_full_of_marks()
        => Prop.ForAll(
            Gen.Elements("a", "I", "e.g", "Mr", "3", ".", "!", "?", "…", "。", " ", "\n", "\"", ")", "[1]", "- ", "The").ListOf().Select(string.Concat).ToArbitrary(), Holds)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_of_a_million_stops_is_split_in_one_pass()
    {
        SentenceSplitter.Split(new string('.', 1_000_000)).Count.ShouldBe(1);
        SentenceSplitter.Split(string.Concat(Enumerable.Repeat("\" ", 500_000))).Count.ShouldBe(1);
    }

    private static void Holds(string text)
    {
        var covered = new bool[text.Length];
        var end = 0;
        foreach (var range in SentenceSplitter.Split(text))
        {
            range.Start.ShouldBeGreaterThanOrEqualTo(end);
            range.Length.ShouldBePositive();
            char.IsWhiteSpace(text[range.Start]).ShouldBeFalse();
            char.IsWhiteSpace(text[range.End - 1]).ShouldBeFalse();
            end = range.End;
            covered.AsSpan(range.Start, range.Length).Fill(true);
        }

        for (var i = 0; i < text.Length; i++) (covered[i] || char.IsWhiteSpace(text[i])).ShouldBeTrue();
    }
}
