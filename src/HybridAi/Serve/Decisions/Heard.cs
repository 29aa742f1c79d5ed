namespace HybridAi.Serve.Decisions;

/// <summary>All that is known of what the tiers say to a text.</summary>
internal static class Heard
{
    /// <summary>By tier: what the request heard, and what the audit heard where the request heard nothing.</summary>
    public static Dictionary<string, DecisionTier> Of(Decision decision, Audit? audit)
    {
        var heard = decision.Asked.ToDictionary(tier => tier.Tier, StringComparer.Ordinal);
        foreach (var answer in audit?.Answers ?? []) heard[answer.Tier] = answer;
        return heard;
    }
}
