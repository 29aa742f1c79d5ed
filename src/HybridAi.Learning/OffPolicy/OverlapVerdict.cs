using System.Globalization;

namespace HybridAi.Learning.OffPolicy;

/// <summary>Whether a log can speak about a policy, and if it can't, why and what to do.</summary>
/// <param name="Overlap">The figures.</param>
/// <param name="Reason">Why it can't, for a person; null where it can.</param>
/// <param name="Advice">What would change that; null where it can.</param>
public sealed record OverlapVerdict(Overlap Overlap, string? Reason, string? Advice)
{
    /// <summary>Whether it can't.</summary>
    public bool Refused => Reason is not null;

    /// <summary>
    /// Refuses where there are no decisions, where the target would do what the log could never show, however seldom (no weight makes up for that:
    /// any reward is possible there), and where too few decisions carry the weight.
    /// </summary>
    /// <param name="outcomes">The outcomes; may be none.</param>
    /// <param name="settings">Floor of the propensities and least effective sample size.</param>
    public static OverlapVerdict Of(IReadOnlyList<LoggedOutcome> outcomes, OffPolicySettings settings)
    {
        var overlap = Overlap.Of(outcomes, settings.PropensityFloor);
        if (overlap.Decisions == 0) return new(overlap, "No decisions are logged.", "Serve requests first: every decision is logged.");
        if (overlap.UncoveredMass > 0) return new(overlap, UnseenOf(outcomes, overlap), Audit);
        if (overlap.EffectiveSampleSize >= settings.MinimumEffective) return new(overlap, null, null);

        var few = string.Create(CultureInfo.InvariantCulture, $"{overlap.SupportedShare:0.0%} of {overlap.Decisions:N0} decisions show what the policy would get, worth {overlap.EffectiveSampleSize:0.#} evenly weighted ones (at least {settings.MinimumEffective:0.#}).");
        return new(overlap, few, MoreOf(overlap, settings.MinimumEffective));
    }

    private const string Audit = "Raise the audit share: an audit asks every tier and finds the right label.";

    private static string UnseenOf(IReadOnlyList<LoggedOutcome> outcomes, Overlap overlap)
    {
        var unseen = outcomes.Where(outcome => outcome.Propensity == 0).GroupBy(outcome => outcome.Unseen ?? "what the policy needs")
            .Select(what => (What: what.Key, Decisions: what.Select(outcome => outcome.Decision).Distinct().Count()))
            .OrderByDescending(what => what.Decisions).ThenBy(what => what.What, StringComparer.Ordinal)
            .Select(what => string.Create(CultureInfo.InvariantCulture, $"{what.What} on {what.Decisions:N0}"));
        return string.Create(CultureInfo.InvariantCulture, $"The log could never have shown {string.Join(", ", unseen)} of {overlap.Decisions:N0} decisions.");
    }

    // The effective sample size grows in proportion to the decisions as long as the policies stay what they are.
    private static string MoreOf(Overlap overlap, double minimum) => overlap.EffectiveSampleSize == 0
        ? Audit
        : string.Create(CultureInfo.InvariantCulture, $"Log about {Math.Ceiling(overlap.Decisions * minimum / overlap.EffectiveSampleSize):N0} decisions at the present audit share, or raise it.");
}
