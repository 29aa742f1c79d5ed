using System.Globalization;
using HybridAi.Learning.Statistics;

namespace HybridAi.Curate.Review;

/// <summary>What a verdict means, in a word and in a sentence.</summary>
internal static class AutoAcceptStanding
{
    public static (AutoAcceptState State, string Reason) Of(AutoAcceptRule rule, AutoAcceptVerdict verdict) => verdict switch
    {
        { Decided: false } => (AutoAcceptState.Auditing, Say(
            $"Nothing is accepted yet: {verdict.Audits:N0} of {verdict.Planned:N0} planned audits are made, {verdict.Wrong:N0} of them wrong; {verdict.Planned - verdict.Audits:N0} more decide.")),
        { Shown: null } => (AutoAcceptState.Refused, Say(
            $"Nothing is accepted: {Error(verdict)} where {rule.ErrorAllowed:P1} is allowed. {Advice(rule, verdict.Failed)}")),
        { Stands: { } stands } => (AutoAcceptState.Accepting, Say(
            $"{stands.Candidates:N0} labels are accepted: {stands.Wrong:N0} of {stands.Audits:N0} audits among them are wrong, at most {stands.ErrorAtMost:P1} of the labels.")),
        _ => (AutoAcceptState.Stopped, Say(
            $"Stopped, for audits broke the bound: {Error(verdict)} where {rule.ErrorAllowed:P1} is allowed. It resumes where further audits mend it.")),
    };

    private static string Error(AutoAcceptVerdict verdict) => verdict.Failed is { Audits: > 0 } failed
        ? Say($"{failed.Wrong:N0} of {failed.Audits:N0} audits of the least doubtful {failed.Candidates:N0} labels are wrong, up to {failed.ErrorAtMost:P1} of them may be")
        : "no candidate was audited";

    // How many audits would show it were the labels as wrong as the audits are.
    private static string Advice(AutoAcceptRule rule, AutoAcceptStep? failed)
    {
        const string again = "Ask for less, or set the rule anew when more is reviewed and doubt has learned from it.";
        if (failed is not { Audits: > 0 } || failed.Wrong >= rule.ErrorAllowed * failed.Audits) return again;
        var bad = (int)Math.Ceiling((double)failed.Wrong / failed.Audits * failed.Candidates);
        var needed = FinitePopulation.Needed(failed.Candidates, rule.ErrorAllowed, bad, rule.Confidence, AutoAcceptRule.Power);
        return Say($"{needed:N0} audits of these would show it if the labels are as wrong as they seem: set the rule anew with more audits.");
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
