using HybridAi.Llm.Tokens;

namespace HybridAi.Tests.Llm;

public sealed class TokenEstimatorTests
{
    // Counted with OpenAI's o200k_base and cl100k_base.
    [Theory]
    [InlineData("The label printer prints blank pages, and my order 51903 has not arrived yet. Could you send me a new invoice?", 26, 26)]
    [InlineData("{\"label\": \"address_change\", \"confidence\": 0.96, \"reason\": \"Old flat, new address given\"}", 26, 26)]
    [InlineData("Der Etikettendrucker druckt leere Seiten, und meine Bestellung ist noch nicht angekommen.", 22, 24)]
    [InlineData("ラベルプリンターが空白のページを印刷します。注文はまだ届いていません。", 23, 37)]
    [InlineData("Принтер этикеток печатает пустые страницы, а мой заказ ещё не пришёл.", 20, 31)]
    [InlineData("我的订单还没有到，请给我发一张新发票。", 15, 15)]
    public void An_estimate_is_near_what_tokenizers_count(string text, int fewest, int most)
        => TokenEstimator.Count(text).ShouldBeInRange((int)(fewest * (1 - TokenEstimator.ErrorShare)), (int)Math.Ceiling(most * (1 + TokenEstimator.ErrorShare)));

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("   ", 0)]
    public void Little_is_little(string text, int tokens) => TokenEstimator.Count(text).ShouldBe(tokens);

    [Fact]
    public void Any_text_has_a_count_and_a_longer_one_no_smaller()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(1, 0xFFFF)));
            TokenEstimator.Count(text + "\nmore words").ShouldBeGreaterThan(TokenEstimator.Count(text));
        }
    }
}
