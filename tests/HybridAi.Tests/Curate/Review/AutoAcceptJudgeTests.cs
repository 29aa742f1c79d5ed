using HybridAi.Curate.Review;

namespace HybridAi.Tests.Curate.Review;

public class AutoAcceptJudgeTests
{
    private static readonly AutoAcceptRule Rule = new();

    [Fact]
    public void Nothing_is_accepted_before_the_planned_audits_are_made()
    {
        var planned = Rule.PlanFor(1_000).Audits!.Value;

        var before = Play(1_000, _ => false, Rule, audits: planned - 1);
        before.Decided.ShouldBeFalse();
        before.Accepted.ShouldBe(0);
        before.NextAudit.ShouldNotBeNull();
        Play(1_000, _ => false, Rule, planned).Accepted.ShouldBe(1_000);
    }

    [Fact]
    public void It_ends_before_the_place_where_labels_go_wrong()
    {
        var verdict = Play(1_000, place => place >= 700 && place % 2 == 0, Rule, Rule.PlanFor(1_000).Audits!.Value);

        verdict.Accepted.ShouldBeInRange(600, 770);
        verdict.Failed.ShouldNotBeNull().Holds.ShouldBeFalse();
        verdict.NextAudit.ShouldNotBeNull().ShouldBeLessThan(verdict.Accepted);
    }

    [Theory]
    [InlineData(0.052)]
    [InlineData(0.06)]
    public void More_wrong_labels_than_allowed_are_accepted_at_most_as_seldom_as_stated(double error)
    {
        const int runs = 400;
        var broken = Enumerable.Range(1, runs).Count(seed =>
        {
            var random = new Random(seed + 10_000);
            bool[] wrong = [.. Enumerable.Range(0, 600).Select(place => place < 600 * error)];
            random.Shuffle(wrong);
            var verdict = Play(600, place => wrong[place], Rule with { Seed = seed }, Rule.PlanFor(600).Audits!.Value);
            return wrong.Take(verdict.Accepted).Count(bad => bad) > 0.05 * verdict.Accepted;
        });

        broken.ShouldBeLessThanOrEqualTo(34); // 5 % of 400 are 20; more than 34 have a chance below one in a thousand
    }

    [Fact]
    public void Labels_of_any_pattern_are_falsely_accepted_at_most_as_seldom_as_stated()
    {
        // The largest sets are the worst here, each a little too bad: the case in which testing many of them could mislead most.
        const int runs = 400;
        bool[] wrong = [.. Enumerable.Range(0, 600).Select(place => place % 17 == 0)];
        var broken = Enumerable.Range(1, runs).Count(seed =>
        {
            var verdict = Play(600, place => wrong[place], Rule with { Seed = seed }, 250);
            return wrong.Take(verdict.Accepted).Count(bad => bad) > 0.05 * verdict.Accepted;
        });

        broken.ShouldBeLessThanOrEqualTo(34);
    }

    [Fact]
    public void Looks_that_chance_did_not_name_change_nothing()
    {
        var first = AutoAcceptJudge.Judge(1_000, _ => AuditFinding.Open, Rule);

        AutoAcceptJudge.Judge(1_000, place => place == first.NextAudit ? AuditFinding.Open : AuditFinding.Wrong, Rule).ShouldBe(first);
    }

    [Fact]
    public void Who_saw_the_label_is_no_auditor_and_the_next_in_line_is_audited_instead()
    {
        var first = AutoAcceptJudge.Judge(1_000, _ => AuditFinding.Open, Rule).NextAudit!.Value;

        var left = AutoAcceptJudge.Judge(1_000, place => place == first ? AuditFinding.Left : AuditFinding.Open, Rule);

        left.NextAudit.ShouldNotBeNull().ShouldNotBe(first);
        left.Audits.ShouldBe(0);
    }

    [Fact]
    public void Later_audits_can_take_an_acceptance_back_and_mend_it()
    {
        var audits = Rule.PlanFor(1_000).Audits!.Value;
        var looked = Order(1_000, audits);
        var more = Order(1_000, audits + 200).Except(looked).ToList();
        var broken = more.Take(40).ToHashSet();

        Judge(looked, []).Accepted.ShouldBe(1_000);
        var stopped = Judge(looked.Concat(broken), broken);
        stopped.Shown.ShouldNotBeNull().Places.ShouldBe(1_000);
        stopped.Accepted.ShouldBeLessThan(1_000);
        stopped.NextAudit.ShouldNotBeNull();
        Judge(Enumerable.Range(0, 1_000), broken).Accepted.ShouldBe(1_000);

        static AutoAcceptVerdict Judge(IEnumerable<int> seen, HashSet<int> wrong)
        {
            var known = seen.ToHashSet();
            return AutoAcceptJudge.Judge(
                1_000, place => wrong.Contains(place) ? AuditFinding.Wrong : known.Contains(place) ? AuditFinding.Right : AuditFinding.Open, Rule);
        }
    }

    [Fact]
    public void Nothing_can_be_accepted_of_nothing() => AutoAcceptJudge.Judge(0, _ => AuditFinding.Open, Rule).Accepted.ShouldBe(0);

    private static AutoAcceptVerdict Play(int candidates, Func<int, bool> wrong, AutoAcceptRule rule, int audits)
    {
        var seen = Order(candidates, audits, rule).ToHashSet();
        return AutoAcceptJudge.Judge(
            candidates, place => !seen.Contains(place) ? AuditFinding.Open : wrong(place) ? AuditFinding.Wrong : AuditFinding.Right, rule with { Audits = rule.PlanFor(candidates).Audits });
    }

    // Whom the judge names one after the other.
    private static List<int> Order(int candidates, int count, AutoAcceptRule? rule = null)
    {
        var order = Enumerable.Range(0, candidates).ToArray();
        new Random((rule ?? Rule).Seed).Shuffle(order);
        return [.. order.Take(count)];
    }
}
