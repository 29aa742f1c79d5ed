using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>What a model's tokens cost on a day. What is not known is null, never zero.</summary>
/// <param name="InputUsdPerMillion">US dollars per million input tokens; null where unknown.</param>
/// <param name="OutputUsdPerMillion">US dollars per million output tokens; null where unknown.</param>
/// <param name="CachedInputUsdPerMillion">US dollars per million input tokens that the provider had cached; null: as other input.</param>
/// <param name="From">Since when; null for a price without a date.</param>
public sealed record ModelPrice(
    decimal? InputUsdPerMillion, decimal? OutputUsdPerMillion, decimal? CachedInputUsdPerMillion = null, DateOnly? From = null)
{
    private const decimal Million = 1_000_000m;

    /// <summary>A price of which nothing is known.</summary>
    public static ModelPrice Unknown { get; } = new(null, null);

    /// <summary>Whether both sides of a call can be priced.</summary>
    public bool IsKnown => InputUsdPerMillion is not null && OutputUsdPerMillion is not null;

    /// <summary>The price of a call; null where a price or a token count is unknown, which is not the same as free.</summary>
    /// <remarks>Cached tokens without a price of their own are counted as other input: too much rather than too little.</remarks>
    public decimal? Of(UsageDetails? usage)
    {
        var cached = Math.Clamp(usage?.CachedInputTokenCount ?? 0, 0, Math.Max(usage?.InputTokenCount ?? 0, 0));
        return ((usage?.InputTokenCount - cached) * InputUsdPerMillion / Million)
            + (cached * (CachedInputUsdPerMillion ?? InputUsdPerMillion) / Million)
            + (usage?.OutputTokenCount * OutputUsdPerMillion / Million);
    }

    /// <summary>The price of a call of so many tokens; null where a price is unknown.</summary>
    public decimal? Of(decimal inputTokens, decimal outputTokens)
        => (inputTokens * InputUsdPerMillion / Million) + (outputTokens * OutputUsdPerMillion / Million);
}
