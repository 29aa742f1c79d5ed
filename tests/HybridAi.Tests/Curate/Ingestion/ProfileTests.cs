using HybridAi.Curate.Ingestion;

namespace HybridAi.Tests.Curate.Ingestion;

public class ProfileTests
{
    [Theory]
    [InlineData("Hello, WORLD!", "hello world")]
    [InlineData("  tabs\tand\r\nlines  ", "tabs and lines")]
    [InlineData("Übung № 5", "ubung no 5")]
    [InlineData("ＦＵＬＬ width ﬁt", "full width fit")]
    [InlineData("cafe\u0301", "cafe")]
    [InlineData("Café", "cafe")]
    [InlineData("ガｶﾞか\u3099", "カカか")]
    [InlineData("कि, की", "कि की")]
    [InlineData("😀!", "😀!")]
    public void Groups_keep_letters_and_digits_alone(string text, string group) => GroupText.Of(text).ShouldBe(group);

    [Theory]
    [InlineData("Hello, мир", "Latin")]
    [InlineData("Привет, bob", "Cyrillic")]
    [InlineData("مرحبا", "Arabic")]
    [InlineData("你好吗 ok", "Han")]
    [InlineData("こんにちは", "Kana")]
    [InlineData("안녕하세요", "Hangul")]
    [InlineData("नमस्ते", "Devanagari")]
    [InlineData("12 + 3!", "None")]
    [InlineData("ⴰⵣⵓⵍ", "Other")]
    public void The_script_is_that_of_most_letters(string text, string script) => TextScript.Of(text).ShouldBe(script);

    [Fact]
    public void Quantiles_of_lengths_are_exact_to_one_percent()
    {
        var histogram = new LengthHistogram();
        histogram.Summary().ShouldBeNull();
        for (var length = 1; length <= 100_000; length++) histogram.Add(length);
        var lengths = histogram.Summary().ShouldNotBeNull();
        (lengths.Min, lengths.Max, lengths.Mean).ShouldBe((1, 100_000, 50_000.5));
        lengths.P50.ShouldBeInRange(49_500, 50_000);
        lengths.P95.ShouldBeInRange(94_050, 95_000);
        histogram.Add(int.MaxValue);
        histogram.Summary()!.Max.ShouldBe(int.MaxValue);
    }
}
