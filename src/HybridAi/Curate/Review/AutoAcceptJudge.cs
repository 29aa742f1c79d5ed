using HybridAi.Learning.Statistics;

namespace HybridAi.Curate.Review;

/// <summary>What the audits show of one set of candidates.</summary>
/// <param name="Accepted">How many of the least doubtful candidates the set holds.</param>
/// <param name="Audits">Draws that were looked at; a candidate that was drawn twice counts twice and is looked at once.</param>
/// <param name="Wrong">How many of them were wrong.</param>
/// <param name="ErrorAtMost">The bound on the share of wrong ones, valid at every look.</param>
/// <param name="ErrorAtMostAtOneLook">The Clopper-Pearson limit, which would hold if this were the only look.</param>
/// <param name="AuditsNeeded">How many more audits would show the asked precision if all were right; 0 when it is shown.</param>
public sealed record AutoAcceptStep(int Accepted, int Audits, int Wrong, double ErrorAtMost, double ErrorAtMostAtOneLook, int AuditsNeeded);

/// <summary>What the audits show.</summary>
/// <param name="Accepted">How many of the least doubtful candidates may be accepted without a look; 0: none.</param>
/// <param name="Shown">The set that they are; null where none is shown.</param>
/// <param name="Open">The set that comes next; null where all candidates are accepted.</param>
/// <param name="NextAudit">Place of the candidate to look at next; null where nothing more can be shown.</param>
public sealed record AutoAcceptVerdict(int Accepted, AutoAcceptStep? Shown, AutoAcceptStep? Open, int? NextAudit);

/// <summary>
/// Decides how far down the doubt labels are accepted. Sets of the least doubtful candidates, from 40 % to all, were fixed before the first audit
/// and are tested in this order, each at the full confidence and only when those before it hold: the chance that any wrong claim is made stays
/// below 1 − confidence. Audits are drawn by chance, with replacement, from the set at hand; the bound may be looked at after each.
/// </summary>
/// <remarks>
/// Fixed sequence: Maurer, Hothorn and Lehmacher 1995, "Multiple comparisons in drug clinical trials and preclinical assays"; Westfall and
/// Krishen 2001. Bound: <see cref="AnytimeBound"/>. Draws that fall into a set are a uniform sample of it, so one sequence of draws serves all sets.
/// </remarks>
public static class AutoAcceptJudge
{
    private const int Steps = 13;
    private const double FirstShare = 0.4;

    // Beyond this many draws a candidate the audits would cost more than a look at everything.
    private const int DrawsPerCandidate = 20;

    /// <summary>Judges by the audits so far.</summary>
    /// <param name="candidates">How many candidates there are, the least doubtful first.</param>
    /// <param name="wrong">Whether the candidate in a place was found wrong; null: nobody has looked.</param>
    /// <param name="rule">What is asked.</param>
    public static AutoAcceptVerdict Judge(int candidates, Func<int, bool?> wrong, AutoAcceptRule rule)
    {
        AutoAcceptStep? shown = null;
        foreach (var size in Sizes(candidates))
        {
            var (step, next) = Look(candidates, size, wrong, rule);
            if (step.AuditsNeeded > 0) return new(shown?.Accepted ?? 0, shown, step, next);
            shown = step;
        }

        return new(shown?.Accepted ?? 0, shown, null, shown is null ? null : Look(candidates, shown.Accepted, wrong, rule).Next);
    }

    /// <summary>The sizes of the sets, the strictest first; none where there are no candidates.</summary>
    public static IEnumerable<int> Sizes(int candidates) => Enumerable.Range(0, Steps)
        .Select(step => (int)Math.Round(candidates * (FirstShare + (1 - FirstShare) * step / (Steps - 1)))).Where(size => size > 0).Distinct();

    private static (AutoAcceptStep Step, int? Next) Look(int candidates, int size, Func<int, bool?> wrong, AutoAcceptRule rule)
    {
        var random = new Random(rule.Seed);
        var (audits, bad) = (0, 0);
        int? next = null;
        for (var draw = 0; draw < candidates * DrawsPerCandidate && next is null; draw++)
        {
            var place = random.Next(candidates);
            if (place >= size) continue;
            if (wrong(place) is not { } isWrong) next = place;
            else
            {
                audits++;
                if (isWrong) bad++;
            }
        }

        var needed = AnytimeBound.StillNeeded(bad, audits, rule.ErrorAllowed, rule.Confidence);
        return (new(size, audits, bad, AnytimeBound.Upper(bad, audits, rule.Confidence), ClopperPearson.Upper(bad, audits, rule.Confidence), needed), next);
    }
}
