using HybridAi.Curate.Review;

namespace HybridAi.Tests.Curate.Review;

public class ReviewAgreementTests
{
    [Fact]
    public void Every_two_who_share_records_have_a_kappa_and_all_have_an_alpha()
    {
        var report = ReviewAgreement.Of([.. Labels("ann", "aabb"), .. Labels("bob", "aabb"), .. Labels("cid", "abab")]);

        report.Annotators.ShouldBe(new Dictionary<string, int> { ["ann"] = 4, ["bob"] = 4, ["cid"] = 4 }, ignoreOrder: true);
        report.Pairs.Select(pair => (pair.First, pair.Second, pair.Kappa.Value)).ShouldBe([("ann", "bob", 1.0), ("ann", "cid", 0.0), ("bob", "cid", 0.0)]);
        report.Alpha.Value.ShouldNotBeNull().ShouldBe(0.389, 1e-3);
    }

    [Fact]
    public void Skips_say_nothing_and_the_last_label_of_a_person_holds()
    {
        var report = ReviewAgreement.Of([.. Labels("ann", "ab"), .. Labels("bob", "ba"), .. Labels("bob", "ab"), .. Labels("ann", "..")]);

        report.Pairs.Single().Kappa.Value.ShouldBe(1);
    }

    [Fact]
    public void One_person_alone_and_nobody_are_told_why_there_is_no_agreement()
    {
        ReviewAgreement.Of([]).Alpha.Undefined.ShouldNotBeNull();
        var alone = ReviewAgreement.Of(Labels("ann", "ab"));
        alone.Alpha.Undefined.ShouldNotBeNull().ShouldContain("No item has votes of two");
        alone.Pairs.ShouldBeEmpty();
        ReviewAgreement.Of([.. Labels("ann", "a."), .. Labels("bob", "b.").Select(one => one with { RecordId = "r9" })])
            .Pairs.Single().Kappa.Undefined.ShouldNotBeNull().ShouldContain("no item in common");
    }

    private static IEnumerable<Annotation> Labels(string annotator, string labels) => labels.Select((label, place) => new Annotation(
        0, $"r{place}", annotator, label == '.' ? ReviewAction.Skip : ReviewAction.Correct, label == '.' ? null : label.ToString(), null, null, false, 1,
        DateTimeOffset.UnixEpoch));
}
