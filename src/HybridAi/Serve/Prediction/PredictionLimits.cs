using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Prediction;

/// <summary>What a caller allows for the answer to one text. An answer that stands only because of it is marked: the route's certificate does not cover it.</summary>
/// <param name="MaxCostUsd">No tier is asked whose expected cost goes over what is left of this; 0 or above. One of unknown price counts as too dear.</param>
/// <param name="MaxLatencyMs">From the first question on, in milliseconds; above 0. What would not be done by then is not asked, what is not done is cut off.</param>
/// <param name="MinTier">No answer stands before this tier or a dearer one has answered.</param>
/// <param name="Tier">This tier alone is asked.</param>
public sealed record PredictionLimits(decimal? MaxCostUsd = null, int? MaxLatencyMs = null, string? MinTier = null, string? Tier = null)
{
    /// <summary>Everything is allowed.</summary>
    public static PredictionLimits None { get; } = new();

    /// <summary>These limits, and those of the whole request where there is none here. A tier of either kind goes before the request's tiers.</summary>
    public PredictionLimits Within(PredictionLimits request)
    {
        var named = MinTier ?? Tier;
        return new(MaxCostUsd ?? request.MaxCostUsd, MaxLatencyMs ?? request.MaxLatencyMs, named is null ? request.MinTier : MinTier, named is null ? request.Tier : Tier);
    }

    /// <summary>The limits over a route's steps, or a fault: <c>limit-out-of-range</c>, <c>limits-contradict</c>, <c>tier-unknown</c>, <c>tier-off-route</c>.</summary>
    internal Outcome<WalkBounds> Over(IReadOnlyList<RouteStep> steps)
    {
        if (MaxCostUsd < 0) return Fault.BadInput("limit-out-of-range", $"maxCostUsd is {MaxCostUsd}; it must be 0 or above.", "maxCostUsd");
        if (MaxLatencyMs <= 0) return Fault.BadInput("limit-out-of-range", $"maxLatencyMs is {MaxLatencyMs}; it must be above 0.", "maxLatencyMs");
        if (MinTier is not null && Tier is not null) return Fault.BadInput("limits-contradict", "Name 'tier' or 'minTier', not both.", "minTier");
        if ((Unknown(Tier, "tier") ?? Unknown(MinTier, "minTier")) is { } unknown) return unknown;
        int? only = Tier is null ? null : Place(steps, tier => tier == Tier);
        int? least = MinTier is null ? null : Place(steps, tier => Rank(tier) >= Rank(MinTier));
        if (only < 0) return OffRoute($"The live route does not ask '{Tier}'.", "tier", steps);
        if (least < 0) return OffRoute($"The live route asks neither '{MinTier}' nor a dearer tier.", "minTier", steps);
        return new WalkBounds(MaxCostUsd, MaxLatencyMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null, only, least);
    }

    private static Fault? Unknown(string? tier, string place)
        => tier is null || TierNames.All.Contains(tier) ? null : TierChoice.Unknown(tier) with { Place = place };

    private static Fault OffRoute(string reason, string place, IReadOnlyList<RouteStep> steps)
        => Fault.BadInput("tier-off-route", $"{reason} It asks: {string.Join(", ", steps.Select(step => step.Tier))}.", place);

    private static int Place(IReadOnlyList<RouteStep> steps, Func<string, bool> fits)
    {
        for (var place = 0; place < steps.Count; place++)
            if (fits(steps[place].Tier))
                return place;
        return -1;
    }

    private static int Rank(string tier)
    {
        for (var rank = 0; rank < TierNames.All.Count; rank++)
            if (TierNames.All[rank] == tier)
                return rank;
        return -1;
    }
}

/// <summary>A caller's limits, with tiers by their index on the route.</summary>
/// <param name="MaxCostUsd">What all calls may cost together; null: any amount.</param>
/// <param name="MaxLatency">What the walk may take; null: any time.</param>
/// <param name="Only">The tier that alone is asked; null: the policy says.</param>
/// <param name="Least">The cheapest tier with which an answer may stand; null: the policy says.</param>
internal sealed record WalkBounds(decimal? MaxCostUsd, TimeSpan? MaxLatency, int? Only, int? Least)
{
    /// <summary>No bounds.</summary>
    public static WalkBounds None { get; } = new(null, null, null, null);
}
