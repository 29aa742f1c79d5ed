using HybridAi.Curate.Review;

namespace HybridAi.Tests.Curate.Review;

public class AutoAcceptJudgeTests
{
    private static readonly AutoAcceptRule Rule = new();

    [Fact]
    public void Without_audits_nothing_is_accepted_and_the_first_audit_is_in_the_strictest_set()
    {
        var verdict = AutoAcceptJudge.Judge(1_000, _ => null, Rule);

        verdict.Accepted.ShouldBe(0);
        verdict.Open.ShouldNotBeNull().Audits.ShouldBe(0);
        verdict.Open.Accepted.ShouldBe(400);
        verdict.NextAudit.ShouldNotBeNull().ShouldBeLessThan(400);
    }

    [Fact]
    public void Labels_that_are_all_right_are_all_accepted_after_so_many_audits_as_were_foretold()
    {
        var (verdict, looks) = Play(1_000, _ => false, Rule, most: 1_000);

        verdict.Accepted.ShouldBe(1_000);
        verdict.Open.ShouldBeNull();
        looks.ShouldBeLessThan(300);
        verdict.Shown.ShouldNotBeNull().ErrorAtMost.ShouldBeLessThanOrEqualTo(0.05 + 1e-9);
    }

    [Fact]
    public void It_stops_before_the_place_where_labels_go_wrong()
    {
        var (verdict, _) = Play(1_000, place => place >= 700 && place % 2 == 0, Rule, most: 1_000);

        verdict.Accepted.ShouldBeInRange(400, 780);
        Enumerable.Range(0, verdict.Accepted).Count(place => place >= 700 && place % 2 == 0).ShouldBeLessThanOrEqualTo(verdict.Accepted / 20);
    }

    [Fact]
    public void More_wrong_labels_than_allowed_are_accepted_at_most_as_seldom_as_stated()
    {
        const int runs = 200;
        var random = new Random(3);
        var broken = Enumerable.Range(1, runs).Count(seed =>
        {
            bool[] wrong = [.. Enumerable.Range(0, 600).Select(_ => random.NextDouble() < 0.06)];
            var (verdict, _) = Play(600, place => wrong[place], Rule with { Seed = seed }, most: 250);
            return verdict.Accepted > 0 && wrong.Take(verdict.Accepted).Count(bad => bad) > 0.05 * verdict.Accepted;
        });

        broken.ShouldBeLessThanOrEqualTo(20); // 5 % of 200 are 10; more than 20 have a chance of about one in a thousand
    }

    [Fact]
    public void Audits_of_labels_that_chance_did_not_name_change_nothing()
    {
        var next = AutoAcceptJudge.Judge(1_000, _ => null, Rule).NextAudit!.Value;

        AutoAcceptJudge.Judge(1_000, place => place == next ? null : true, Rule).ShouldBe(AutoAcceptJudge.Judge(1_000, _ => null, Rule));
    }

    [Fact]
    public void Nothing_can_be_accepted_of_nothing() => AutoAcceptJudge.Judge(0, _ => null, Rule).Accepted.ShouldBe(0);

    private static (AutoAcceptVerdict Verdict, int Looks) Play(int candidates, Func<int, bool> wrong, AutoAcceptRule rule, int most)
    {
        var seen = new HashSet<int>();
        while (true)
        {
            var verdict = AutoAcceptJudge.Judge(candidates, place => seen.Contains(place) ? wrong(place) : null, rule);
            if (verdict.Open is null || verdict.NextAudit is not { } next || seen.Count >= most) return (verdict, seen.Count);
            seen.Add(next);
        }
    }
}
