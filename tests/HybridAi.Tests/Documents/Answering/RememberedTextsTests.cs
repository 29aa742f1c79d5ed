using HybridAi.Documents.Answering;
using HybridAi.Learning.Text;

namespace HybridAi.Tests.Documents.Answering;

public sealed class RememberedTextsTests
{
    private readonly List<string> _asked = [];

    [Fact]
    public void Each_text_is_encoded_once_and_stands_where_it_was_asked_for()
    {
        using var remembered = new RememberedTexts(Encode, megabytes: 1);

        remembered.Encode(["a", "bb", "a"]).Select(text => text.Vector[0]).ShouldBe([1, 2, 1]);
        remembered.Encode(["bb", "ccc"]).Select(text => text.Vector[0]).ShouldBe([2, 3]);

        _asked.ShouldBe(["a", "bb", "ccc"]);
    }

    [Fact]
    public void What_does_not_fit_is_given_all_the_same()
    {
        using var remembered = new RememberedTexts(Encode, megabytes: 1);
        var large = new string('x', 1_000_000);

        remembered.Encode([large])[0].Vector[0].ShouldBe(1_000_000);
        remembered.Encode([large])[0].Vector[0].ShouldBe(1_000_000);
    }

    private IReadOnlyList<EncodedText> Encode(IReadOnlyList<string> texts)
    {
        _asked.AddRange(texts);
        return [.. texts.Select(text => new EncodedText([text.Length], [], []))];
    }
}
