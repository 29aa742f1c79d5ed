using HybridAi.Curate.Review;

namespace HybridAi.Tests.Curate.Review;

public class ResolutionTests
{
    [Theory]
    [InlineData("a", 1, AgreementRule.Majority, ResolutionState.Agreed, "a")]
    [InlineData("", 1, AgreementRule.Majority, ResolutionState.Open, null)]
    [InlineData("a", 2, AgreementRule.Majority, ResolutionState.Open, null)]
    [InlineData("ab", 2, AgreementRule.Majority, ResolutionState.Disputed, null)]
    [InlineData("aab", 3, AgreementRule.Majority, ResolutionState.Agreed, "a")]
    [InlineData("aab", 3, AgreementRule.Unanimous, ResolutionState.Disputed, null)]
    [InlineData("abc", 3, AgreementRule.Majority, ResolutionState.Disputed, null)]
    [InlineData("aabb", 4, AgreementRule.Majority, ResolutionState.Disputed, null)]
    [InlineData("axa", 2, AgreementRule.Unanimous, ResolutionState.Agreed, "a")]
    [InlineData("abb", 1, AgreementRule.Majority, ResolutionState.Agreed, "a")]
    public void Labels_make_one_as_the_rule_asks(string labels, int overlap, AgreementRule rule, ResolutionState state, string? label)
    {
        var resolution = Of(labels, null, new(overlap, rule));

        (resolution.State, resolution.Label).ShouldBe((state, label));
    }

    [Fact]
    public void A_reviewers_decision_goes_before_all_until_its_label_leaves_the_schema()
    {
        Of("ab", Decision("c"), new(2)).ShouldSatisfyAllConditions(
            resolution => resolution.State.ShouldBe(ResolutionState.Adjudicated), resolution => resolution.Label.ShouldBe("c"),
            resolution => resolution.DecidedBy.ShouldBe("rev"));
        Of("ab", Decision("x"), new(2)).State.ShouldBe(ResolutionState.Disputed);
    }

    [Fact]
    public void An_extra_vote_counts_nothing()
    {
        var votes = Votes("ab").Select(vote => vote with { Extra = vote.Label == "a" });

        Resolution.Of("r", votes, null, new(1), _ => true).Label.ShouldBe("b");
    }

    private static Resolution Of(string labels, Adjudication? decision, ReviewSettings settings)
        => Resolution.Of("r", Votes(labels), decision, settings, label => label != "x");

    private static Adjudication Decision(string label) => new(1, "r", "rev", label, DisputeReason.Slip, null, 1, DateTimeOffset.UnixEpoch, true);

    private static IEnumerable<Annotation> Votes(string labels) => labels.Select((label, i) => new Annotation(
        i + 1, "r", $"annotator{i}", ReviewAction.Correct, label.ToString(), null, null, false, 1, DateTimeOffset.UnixEpoch));
}
