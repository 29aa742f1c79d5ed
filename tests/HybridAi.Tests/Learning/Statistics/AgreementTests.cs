using FsCheck;
using FsCheck.Fluent;
using HybridAi.Learning.Annotators;
using HybridAi.Learning.Statistics;

namespace HybridAi.Tests.Learning.Statistics;

public class AgreementTests
{
    // Krippendorff 2011, "Computing Krippendorff's alpha-reliability", section C: four observers, twelve units, some unseen.
    private static readonly Votes Observers = Rows("123321412...", "1233224125.3", ".3332342251.", "12332441251.");

    [Fact]
    public void Cohens_kappa_is_that_of_the_textbook()
    {
        // 20 both yes, 5 yes and no, 10 no and yes, 15 both no: observed 0.7, by chance 0.5.
        var pairs = Repeat((0, 0), 20).Concat(Repeat((0, 1), 5)).Concat(Repeat((1, 0), 10)).Concat(Repeat((1, 1), 15)).ToList();

        CohenKappa.Of(pairs).Value!.Value.ShouldBe(0.4, 1e-12);
    }

    [Fact]
    public void Fleiss_kappa_is_that_of_the_textbook()
    {
        // Ten items, fourteen raters, five labels.
        int[][] counts =
        [
            [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
        ];
        var votes = counts.SelectMany((row, item) => row.SelectMany((count, label) => Enumerable.Repeat(label, count)).Select((label, annotator) => new Vote(item, annotator, label)));

        FleissKappa.Of(new Votes(10, 14, 5, votes)).Value!.Value.ShouldBe(0.2099, 5e-4);
    }

    [Fact]
    public void Krippendorffs_alpha_is_that_of_his_own_example_with_votes_missing()
    {
        KrippendorffAlpha.Nominal(Observers).Value!.Value.ShouldBe(0.743, 5e-4);
        KrippendorffAlpha.Interval(Observers, [1, 2, 3, 4, 5]).Value!.Value.ShouldBe(0.849, 5e-4);
        KrippendorffAlpha.Nominal(Observers).Items.ShouldBe(11);
    }

    [Fact]
    public void Agreement_in_all_things_is_one()
    {
        var votes = Rows("1212", "1212", "1212");

        FleissKappa.Of(votes).Value!.Value.ShouldBe(1, 1e-12);
        KrippendorffAlpha.Nominal(votes).Value!.Value.ShouldBe(1, 1e-12);
        CohenKappa.Of([(0, 0), (1, 1)]).Value!.Value.ShouldBe(1, 1e-12);
    }

    [Theory]
    [InlineData("for one label", "1111", "1111")]
    [InlineData("No item has votes of two", "1212", "....")]
    [InlineData("No item has votes of two", "1212")]
    [InlineData("No item has votes of two", "12..", "..12")]
    public void What_is_undefined_is_explained_and_not_a_number(string why, params string[] rows)
    {
        var votes = Rows(rows);

        foreach (var agreement in new[] { FleissKappa.Of(votes), KrippendorffAlpha.Nominal(votes), KrippendorffAlpha.Interval(votes, [1, 2, 3, 4, 5]) })
        {
            agreement.Value.ShouldBeNull();
            agreement.Undefined.ShouldNotBeNull().ShouldContain(why);
        }
    }

    [Fact]
    public void Two_annotators_who_share_nothing_or_one_label_have_no_kappa()
    {
        CohenKappa.Of([]).Undefined.ShouldNotBeNull().ShouldContain("no item in common");
        CohenKappa.Of([(1, 1), (1, 1)]).Undefined.ShouldNotBeNull().ShouldContain("one label");
    }

    [Fact]
    public void Agreement_does_not_depend_on_the_names_of_labels_or_the_order_of_annotators() => Prop.ForAll(
        Gen.Choose(0, 4).ArrayOf(40).ToArbitrary(),
        given =>
        {
            var votes = Votes(given.Select((label, place) => new Vote(place / 4, place % 4, label)));
            var renamed = Votes(given.Select((label, place) => new Vote(place / 4, 3 - place % 4, 4 - label)));
            Same(FleissKappa.Of(votes), FleissKappa.Of(renamed));
            Same(KrippendorffAlpha.Nominal(votes), KrippendorffAlpha.Nominal(renamed));

            static Votes Votes(IEnumerable<Vote> all) => new(10, 4, 5, all);
            static void Same(Agreement one, Agreement other) => (one.Value ?? 9).ShouldBe(other.Value ?? 9, 1e-9);
        }).QuickCheckThrowOnFailure();

    private static IEnumerable<(int, int)> Repeat((int, int) pair, int times) => Enumerable.Repeat(pair, times);

    private static Votes Rows(params string[] rows) => new(
        rows.Max(row => row.Length), rows.Length, 5,
        rows.SelectMany((row, annotator) => row.Select((mark, item) => (mark, item)).Where(vote => char.IsDigit(vote.mark))
            .Select(vote => new Vote(vote.item, annotator, vote.mark - '1'))));
}
