using System.Numerics.Tensors;
using HybridAi.Learning.Text;
using HybridAi.Llm;
using HybridAi.Llm.Local;

namespace HybridAi.Tests.Llm.Local;

public sealed class LocalEncoderTests : IDisposable
{
    private readonly LocalEncoder _encoder = new();

    public void Dispose() => _encoder.Dispose();

    [Fact]
    public void What_says_the_same_in_other_words_is_nearer_than_what_shares_a_word()
    {
        var texts = _encoder.Encode(["How much is the fine for bringing a film back late?", "You pay €0.80 for each day that a DVD is overdue.", "The fine arts section is on the second floor."]);

        Nearness(texts[0], texts[1]).ShouldBeGreaterThan(Nearness(texts[0], texts[2]));
    }

    [Fact]
    public void Vectors_have_length_one_and_each_piece_knows_its_place()
    {
        const string Text = "Renewals prolong the loan.";

        var encoded = _encoder.Encode([Text])[0];

        encoded.Vector.Length.ShouldBe(LocalEncoder.Dimensions);
        TensorPrimitives.Norm<float>(encoded.Vector).ShouldBe(1, 1e-4f);
        encoded.Pieces.Length.ShouldBe(encoded.Starts.Length);
        encoded.Pieces.ShouldAllBe(piece => MathF.Abs(TensorPrimitives.Norm<float>(piece) - 1) < 1e-4f);
        encoded.Starts.ShouldContain(Text.IndexOf("loan", StringComparison.Ordinal));
        encoded.Starts.ShouldBeInOrder();
    }

    [Fact]
    public void Company_changes_no_vector()
    {
        string[] texts = ["Short.", "A sentence of a middling length about parking permits.", string.Join(' ', Enumerable.Repeat("A long story about tickets.", 12))];

        var together = _encoder.Encode(texts);

        for (var i = 0; i < texts.Length; i++) Nearness(together[i], _encoder.Encode([texts[i]])[0]).ShouldBe(1, 1e-3f);
    }

    [Fact]
    public void Of_a_text_that_is_too_long_the_beginning_is_read()
    {
        var encoded = _encoder.Encode([string.Join(' ', Enumerable.Repeat("word", 5_000))])[0];

        encoded.Pieces.Length.ShouldBe(254);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    [InlineData("\u200b\ud83d")]
    public void A_text_without_words_has_a_vector_all_the_same(string text)
        => _encoder.Encode([text, "A word."]).ShouldAllBe(encoded => encoded.Vector.All(float.IsFinite));

    [Fact]
    public async Task As_a_provider_it_gives_vectors_that_cost_nothing()
    {
        var provider = new LocalEncoderProvider(_encoder);
        var generator = provider.CreateEmbedding("meaning", new ModelOptions { Provider = "local", Model = LocalEncoder.ModelName }).Value;

        var vectors = await generator.GenerateAsync(["one", "two"], cancellationToken: TestContext.Current.CancellationToken);

        vectors.Count.ShouldBe(2);
        vectors.ShouldAllBe(vector => vector.Vector.Length == LocalEncoder.Dimensions);
        (await provider.LookAsync(new ModelOptions(), TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Theory]
    [InlineData("another-model", null, "Model")]
    [InlineData(LocalEncoder.ModelName, 512, "Dimensions")]
    public void Settings_that_it_cant_serve_are_refused_by_name(string model, int? dimensions, string place)
        => new LocalEncoderProvider(_encoder).Check(new ModelOptions { Provider = "local", Model = model, Dimensions = dimensions }).ShouldHaveSingleItem().Place.ShouldBe(place);

    private static float Nearness(EncodedText left, EncodedText right) => TensorPrimitives.Dot<float>(left.Vector, right.Vector);
}
