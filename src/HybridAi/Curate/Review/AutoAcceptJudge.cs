using HybridAi.Learning.Statistics;

namespace HybridAi.Curate.Review;

/// <summary>
/// Decides how far down the doubt labels are accepted. Sets of the least doubtful candidates, from 40 % to all, were fixed before the first audit.
/// When the planned audits are made, the sets are tested in this order, each at the full confidence and only when those before it hold: the
/// chance that any wrong claim is made stays below 1 − confidence. Audits go on in the accepted set; while all of them together no longer
/// show the precision, the set does not stand.
/// </summary>
/// <remarks>
/// Fixed sequence: Maurer, Hothorn and Lehmacher 1995, "Multiple comparisons in drug clinical trials and preclinical assays"; Westfall and
/// Krishen 2001. Bound: <see cref="FinitePopulation"/>. Audits go down one random order of all candidates, so those that fall into a set are a
/// uniform sample of it without replacement, one order serves all sets, and how many fall into it does not depend on what they show. Later
/// looks can only take a claim back, so they cost no confidence. A candidate that people reviewed with the label in sight leaves all sets; that
/// is sound as long as the queue, not the order of audits, chose it.
/// </remarks>
public static class AutoAcceptJudge
{
    private const int Steps = 13;
    private const double FirstShare = 0.4;

    /// <summary>Judges by the audits so far.</summary>
    /// <param name="candidates">How many candidates there are, the least doubtful first.</param>
    /// <param name="find">What is known of the candidate in a place.</param>
    /// <param name="rule">What is asked.</param>
    public static AutoAcceptVerdict Judge(int candidates, Func<int, AuditFinding> find, AutoAcceptRule rule)
    {
        var findings = Enumerable.Range(0, candidates).Select(find).ToArray();
        var pool = findings.Count(finding => finding != AuditFinding.Left);
        var planned = Math.Min(pool, rule.PlanFor(candidates).Audits!.Value);
        var order = Enumerable.Range(0, candidates).ToArray();
        new Random(rule.Seed).Shuffle(order);
        var walk = order.Where(place => findings[place] != AuditFinding.Left).ToList();

        var audited = walk.Take(planned).TakeWhile(IsKnown).ToList();
        if (candidates == 0 || audited.Count < planned)
            return new(planned, audited.Count, audited.Count(IsWrong), Decided: false, null, null, null, candidates == 0 ? null : walk[audited.Count]);

        var (shown, failed) = Furthest(Sizes(candidates), audited);
        if (shown is null) return new(planned, planned, audited.Count(IsWrong), Decided: true, null, null, failed, null);

        var rest = walk.Skip(planned).Where(place => place < shown.Places).ToList();
        audited.AddRange(rest.TakeWhile(IsKnown));
        var (stands, broken) = Furthest(Sizes(candidates).Where(size => size <= shown.Places), audited);
        int? next = audited.Count - planned < rest.Count ? rest[audited.Count - planned] : null;
        return new(planned, audited.Count, audited.Count(IsWrong), Decided: true, shown, stands, broken ?? failed, next);

        bool IsKnown(int place) => findings[place] != AuditFinding.Open;

        bool IsWrong(int place) => findings[place] == AuditFinding.Wrong;

        (AutoAcceptStep? Last, AutoAcceptStep? Failed) Furthest(IEnumerable<int> sizes, List<int> places)
        {
            AutoAcceptStep? last = null;
            foreach (var size in sizes)
            {
                var step = Look(size, findings, [.. places.Where(place => place < size)], rule);
                if (!step.Holds) return (last, step);
                last = step;
            }

            return (last, null);
        }
    }

    /// <summary>The sizes of the sets, the strictest first; none where there are no candidates.</summary>
    public static IEnumerable<int> Sizes(int candidates) => Enumerable.Range(0, Steps)
        .Select(step => (int)Math.Round(candidates * (FirstShare + (1 - FirstShare) * step / (Steps - 1)))).Where(size => size > 0).Distinct();

    private static AutoAcceptStep Look(int size, AuditFinding[] findings, List<int> audited, AutoAcceptRule rule)
    {
        var inside = findings.Take(size).Count(finding => finding != AuditFinding.Left);
        var wrong = audited.Count(place => findings[place] == AuditFinding.Wrong);
        var most = inside == 0 ? 1 : (double)FinitePopulation.Upper(wrong, audited.Count, inside, rule.Confidence) / inside;
        return new(size, inside, audited.Count, wrong, most, most <= rule.ErrorAllowed);
    }
}
