namespace HybridAi.Learning.OffPolicy;

/// <summary>One way that the logging policy might have gone at a decision.</summary>
/// <param name="Chance">Its chance at this decision, in [0, 1]: an audit's share, or the share of a policy in a mixture of two.</param>
/// <param name="Tiers">The tiers that it asks: an audit asks every one.</param>
/// <param name="Known">
/// Chance that the right label becomes known on this way, in [0, 1]: 1 for an audit, 0 where nobody looks. It may depend on the text and the
/// answers, as a review of what is doubtful does, but not on who is right.
/// </param>
public sealed record LoggedWay(double Chance, IReadOnlySet<string> Tiers, double Known)
{
    /// <summary>Whether this way asks all that the target would.</summary>
    internal bool Shows(TargetAction action) => Tiers.IsSupersetOf(action.Tiers);
}
