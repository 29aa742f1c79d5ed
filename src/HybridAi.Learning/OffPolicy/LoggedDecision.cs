namespace HybridAi.Learning.OffPolicy;

/// <summary>A decision as it was logged, with all that the logging policy might have done instead.</summary>
/// <param name="Ways">What the logging policy might have done, its chances summing to 1: one way alone where nothing was left to chance and nothing audited.</param>
/// <param name="Asked">The tiers that were asked, by name.</param>
public sealed record LoggedDecision(IReadOnlyList<LoggedWay> Ways, IReadOnlyDictionary<string, TierOutcome> Asked)
{
    private const double Slack = 1e-9;

    /// <summary>What the log shows of whether the target's answer would be right: 1 if so, 0 if not.</summary>
    /// <param name="decision">The decision's number.</param>
    /// <param name="action">What the target would do.</param>
    /// <exception cref="ArgumentException">The ways' chances don't sum to 1, or the target answers by a tier that it doesn't ask.</exception>
    public LoggedOutcome Correctness(int decision, TargetAction action)
    {
        Check(action);
        var chance = Ways.Where(way => way.Shows(action)).Sum(way => way.Chance * way.Known);
        var right = Shows(action) ? Asked[action.Answer].Right : null;
        var unseen = chance > 0 ? null : Missing(action) ?? "the right label";
        return new(decision, action.Probability, Math.Min(chance, 1), right is { } known ? known ? 1 : 0 : null, action.Reliability, unseen);
    }

    /// <summary>What the log shows of the target's cost in USD: nobody has to know the right label for it.</summary>
    /// <param name="decision">The decision's number.</param>
    /// <param name="action">What the target would do.</param>
    /// <exception cref="ArgumentException">The ways' chances don't sum to 1, or the target answers by a tier that it doesn't ask.</exception>
    public LoggedOutcome Cost(int decision, TargetAction action)
    {
        Check(action);
        var chance = Ways.Where(way => way.Shows(action)).Sum(way => way.Chance);
        double? cost = Shows(action) ? action.Tiers.Sum(tier => Asked[tier].CostUsd) : null;
        return new(decision, action.Probability, Math.Min(chance, 1), cost, action.ExpectedCostUsd, chance > 0 ? null : Missing(action));
    }

    private bool Shows(TargetAction action) => action.Tiers.All(Asked.ContainsKey);

    // Null where one way or another asks each of the tiers, if not all of them at once.
    private string? Missing(TargetAction action)
    {
        var never = action.Tiers.Where(tier => !Ways.Any(way => way.Chance > 0 && way.Tiers.Contains(tier))).Order(StringComparer.Ordinal).ToList();
        if (never.Count > 0) return $"the answer of {string.Join(" and ", never)}";
        return Ways.Any(way => way.Chance > 0 && way.Shows(action)) ? null : $"the answers of {string.Join(" and ", action.Tiers.Order(StringComparer.Ordinal))} together";
    }

    private void Check(TargetAction action)
    {
        var sum = Ways.Sum(way => way.Chance);
        if (Math.Abs(sum - 1) > Slack) throw new ArgumentException($"The chances of the ways sum to {sum}, not to 1.");
        if (!action.Tiers.Contains(action.Answer)) throw new ArgumentException($"The answer of {action.Answer} is given, but it isn't asked.");
    }
}
