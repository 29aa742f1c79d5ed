using HybridAi.Curate.Datasets;
using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;

namespace HybridAi.Tests.Curate.Labelling;

public class ShotTests
{
    private static readonly Project Mail = CurateBench.Project;
    private static readonly IReadOnlyList<ReviewedText> Reviewed =
    [
        .. Enumerable.Range(0, 40).SelectMany(i => new ReviewedText[]
        {
            new($"where is my invoice number {i} for the month", "bill") { RecordId = $"b{i}" },
            new($"I forgot the password of account {i} again", "login") { RecordId = $"l{i}" },
        }),
    ];

    public static TheoryData<string> Names => [.. ShotFamily.Names];

    [Theory, MemberData(nameof(Names))]
    public void A_selector_gives_as_many_examples_as_asked_for_and_the_same_each_time(string name)
    {
        var (one, other) = (Selector(name), Selector(name, [.. Reviewed.Reverse()]));

        one.Name.ShouldBe(name);
        one.Choose("my invoice of this month").Count.ShouldBe(4);
        one.Choose("my invoice of this month").ShouldBe(other.Choose("my invoice of this month"));
        one.Version.ShouldBe(other.Version);
    }

    [Theory, MemberData(nameof(Names))]
    public void No_row_is_its_own_example_nor_is_a_near_duplicate_of_it(string name)
    {
        var selector = Selector(name, count: ShotSettings.Most);
        foreach (var row in Reviewed)
        {
            var shouted = row.Text.ToUpperInvariant() + "!!";
            selector.Choose(shouted).ShouldNotContain(shot => ShotPool.GroupOf(shot.Text) == ShotPool.GroupOf(row.Text));
            selector.Choose(shouted).ShouldNotBeEmpty();
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Rows_of_the_test_and_calibration_parts_are_never_examples(string name)
    {
        var held = Reviewed.Where(row => SplitAssignment.Of(ShotPool.GroupOf(row.Text), Mail.Split) != Split.Train).ToList();
        held.ShouldNotBeEmpty();

        var selector = Selector(name, count: ShotSettings.Most);

        foreach (var row in Reviewed) selector.Choose(row.Text).Intersect(held).ShouldBeEmpty();
    }

    [Fact]
    public void Fixed_and_diverse_examples_are_in_the_version_and_similar_ones_are_not()
    {
        foreach (var name in ShotFamily.Names)
        {
            var selector = Selector(name);
            var more = Selector(name, [.. Reviewed.Take(20)]);
            (selector.Version == more.Version).ShouldBe(selector.DependsOnText, name);
        }
    }

    [Fact]
    public void Similar_examples_are_like_the_text_and_the_most_similar_stands_last()
        => Selector("similar").Choose("I forgot my password").ShouldAllBe(shot => shot.Label == "login");

    [Fact]
    public void Diverse_examples_take_labels_in_turn()
        => Selector("diverse").Choose("anything").CountBy(shot => shot.Label).ShouldAllBe(label => label.Value == 2);

    [Fact]
    public void Similar_and_diverse_examples_are_less_alike_than_the_most_similar_ones()
    {
        // One half of the text is the larger one, so the texts most like it all say that half; who wants variety takes the other half in.
        string[] names = ["ada", "bob", "cem", "dan", "eva", "fay", "gus", "hal", "ida", "jon", "kim", "lou"];
        var larger = names.Select(name => new ReviewedText($"I cannot reset my own password any more {name}", "login"));
        var smaller = names.Select(name => new ReviewedText($"and the parcel arrived broken {name}", "bill"));
        var rows = larger.Concat(smaller).ToList();
        const string both = "I cannot reset my own password any more and the parcel arrived broken";

        var plain = Selector("similar", rows).Choose(both);
        var spread = Selector("similar-diverse", rows).Choose(both);

        plain.ShouldAllBe(shot => shot.Label == "login");
        spread.Select(shot => shot.Label).Distinct().Count().ShouldBe(2);
        Likeness(spread).ShouldBeLessThan(Likeness(plain));
        spread[^1].ShouldBe(plain[^1], "the most similar one is in both");

        double Likeness(IReadOnlyList<ReviewedText> shots)
        {
            var vectors = new HybridAi.Learning.Text.TextVectors([.. rows.Select(row => row.Text)]);
            var places = shots.Select(shot => rows.IndexOf(shot)).ToList();
            return places.SelectMany(one => places.Where(other => other != one).Select(other => vectors.Cosine(one, other))).Average();
        }
    }

    [Theory]
    [InlineData("nearest", 4, "shots-unknown")]
    [InlineData("fixed", 0, "shots-out-of-range")]
    [InlineData("fixed", 33, "shots-out-of-range")]
    public void Bad_settings_are_refused(string name, int count, string code)
        => ShotFamily.Create(new(name, count), new(Mail, Reviewed)).Fault!.Code.ShouldBe(code);

    [Fact]
    public void Without_reviewed_texts_there_is_nothing_to_show()
        => ShotFamily.Create(new("fixed"), new(Mail, [])).Fault!.Code.ShouldBe("shots-missing");

    private static IShotSelector Selector(string name, IReadOnlyList<ReviewedText>? reviewed = null, int count = 4)
        => ShotFamily.Create(new(name, count, Seed: 3), new ShotPool(Mail, reviewed ?? Reviewed)).Value;
}
