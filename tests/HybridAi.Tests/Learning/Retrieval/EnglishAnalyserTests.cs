using FsCheck;
using FsCheck.Fluent;
using HybridAi.Learning.Retrieval;

namespace HybridAi.Tests.Learning.Retrieval;

/// <summary>The terms that Lucene's EnglishAnalyzer makes.</summary>
public sealed class EnglishAnalyserTests
{
    [Theory]
    [InlineData("The patient's T-cells weren't in 3.5 mg/ml, 1,000 of them", "patient t cell weren't 3.5 mg ml 1,000 them")]
    [InlineData("foo_bar __ e.g. U.S.A. ratio 3:4 a:b", "foo_bar e.g u.s.a ratio 3 4 a:b")]
    [InlineData("Boys’ and girl’s", "boi girl")]
    [InlineData("naïve café", "naïv café")]
    [InlineData("東京 カタカナ 한국어", "東 京 カタカナ 한국어")]
    [InlineData("IL-2/p53 5' (CD4+)", "il 2 p53 5 cd4")]
    [InlineData("... !? —", "")]
    public void Words_are_cut_as_unicode_says(string text, string terms) => EnglishAnalyser.Terms(text).ShouldBe(terms.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("caresses ponies ties caress cats feed agreed plastered motoring sing conflated troubled sized hopping tanned falling hissing fizzed failing filing happy sky",
        "caress poni ti caress cat feed agre plaster motor sing conflat troubl size hop tan fall hiss fizz fail file happi sky")]
    [InlineData("relational conditional rational valenci hesitanci digitizer conformabli radicalli differentli vileli analogousli vietnamization predication operator feudalism decisiveness hopefulness callousness formaliti sensitiviti sensibiliti",
        "relat condit ration valenc hesit digit conform radic differ vile analog vietnam predic oper feudal decis hope callous formal sensit sensibl")]
    [InlineData("triplicate formative formalize electriciti electrical hopeful goodness revival allowance inference airliner gyroscopic adjustable defensible irritant replacement adjustment dependent adoption homologou communism activate angulariti homologous effective bowdlerize probate rate cease controll roll",
        "triplic form formal electr electr hope good reviv allow infer airlin gyroscop adjust defens irrit replac adjust depend adopt homolog commun activ angular homolog effect bowdler probat rate ceas control roll")]
    public void Words_are_stemmed_as_porter_did(string words, string stems) => EnglishAnalyser.Terms(words).ShouldBe(stems.Split(' '));

    [Fact]
    public void A_word_of_more_than_255_characters_is_cut()
        => EnglishAnalyser.Terms(new string('x', 600)).Select(term => term.Length).ShouldBe([255, 255, 90]);

    [Fact]
    public void Any_text_whatever_is_cut()
        => Prop.ForAll<string?>(text => EnglishAnalyser.Terms(text ?? "").ShouldAllBe(term => term.Length > 0 && term.Length <= 256)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(39, 39)]
    [InlineData(41, 40)]
    [InlineData(100, 96)]
    [InlineData(250, 248)]
    [InlineData(int.MaxValue, 2013265944)]
    public void A_length_keeps_four_bits(int length, int kept) => LossyLength.Decode(LossyLength.Encode(length)).ShouldBe(kept);
}
