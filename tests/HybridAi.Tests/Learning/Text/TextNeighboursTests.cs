using FsCheck;
using FsCheck.Fluent;
using HybridAi.Learning.Text;

namespace HybridAi.Tests.Learning.Text;

public class TextNeighboursTests
{
    private static readonly string[] Words = [.. "parcel invoice password account refund delivery card charge order late lost broken".Split(' ')];

    [Fact]
    public void The_text_that_shares_most_comes_first_and_one_that_shares_nothing_not_at_all()
    {
        var neighbours = Of(
            "the delivery of my parcel is late", "my parcel is late again", "the delivery of my parcel is very late", "password refused", "no password");

        neighbours.Of(0, 10).Select(neighbour => neighbour.Text).ShouldBe([2, 1]);
        neighbours.Of(3, 10).Select(neighbour => neighbour.Text).ShouldBe([4]);
    }

    [Fact]
    public void Equal_texts_are_wholly_alike()
        => Of("where is my parcel", "where is my parcel", "my invoice").Of(0, 1).ShouldHaveSingleItem().Similarity.ShouldBe(1, 1e-6);

    [Fact]
    public void Likeness_goes_both_ways_and_lies_between_0_and_1()
    {
        var texts = Gen.Choose(1, 8).SelectMany(count => Gen.Elements(Words).ArrayOf(count)).Select(words => string.Join(' ', words)).ArrayOf(12);

        Prop.ForAll(Arb.From(texts), all =>
        {
            var neighbours = Of(all);
            var pairs = Enumerable.Range(0, neighbours.Count)
                .SelectMany(text => neighbours.Of(text, 100).Select(other => (From: text, To: other.Text, other.Similarity))).ToList();
            return pairs.All(pair => pair.Similarity is > 0 and <= 1
                && pairs.Any(back => back.From == pair.To && back.To == pair.From && Math.Abs(back.Similarity - pair.Similarity) < 1e-5));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_can_not_be_asked_is_refused()
    {
        var neighbours = Of("one text");

        Should.Throw<ArgumentOutOfRangeException>(() => neighbours.Of(1, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => neighbours.Of(0, -1));
        neighbours.Of(0, 5).ShouldBeEmpty();
    }

    private static TextNeighbours Of(params string[] texts)
    {
        var builder = new TextNeighboursBuilder();
        foreach (var text in texts) builder.Add(text);
        return builder.Build();
    }
}
