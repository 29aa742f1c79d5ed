using HybridAi.Learning.LabelErrors;

namespace HybridAi.Tests.Learning.LabelErrors;

public sealed class NearestTextsTests
{
    [Fact]
    public void The_copy_of_a_text_is_its_nearest_and_nothing_is_its_own_neighbour()
    {
        string[] texts = ["the card is lost", "my parcel is late", "the card is lost", "where is the parcel"];

        var found = NearestTexts.Find(texts, 2, TestContext.Current.CancellationToken);

        found[0][0].Row.ShouldBe(2);
        found[0][0].Similarity.ShouldBe(1, 1e-5);
        found[1][0].Row.ShouldBe(3);
        for (var row = 0; row < texts.Length; row++) found[row].ShouldAllBe(near => near.Row != row && near.Similarity > 0);
    }

    [Fact]
    public void Neighbours_are_those_of_an_exhaustive_search()
    {
        var texts = new NoisyTexts(300, 0, seed: 5).Texts;
        var few = NearestTexts.Find(texts, 3, TestContext.Current.CancellationToken);
        var all = NearestTexts.Find(texts, 299, TestContext.Current.CancellationToken);

        for (var row = 0; row < texts.Length; row++) few[row].ShouldBe(all[row].Take(3));
    }

    [Fact]
    public void No_texts_have_no_neighbours() => NearestTexts.Find([], 3, TestContext.Current.CancellationToken).ShouldBeEmpty();
}
