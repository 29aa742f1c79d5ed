using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>What a model's tokens cost.</summary>
/// <param name="InputUsdPerMillion">US dollars per million input tokens; null where unknown.</param>
/// <param name="OutputUsdPerMillion">US dollars per million output tokens; null where unknown.</param>
internal sealed record ModelPrice(decimal? InputUsdPerMillion, decimal? OutputUsdPerMillion)
{
    private const decimal Million = 1_000_000m;

    public static ModelPrice Of(ModelOptions options) => new(options.InputUsdPerMillion, options.OutputUsdPerMillion);

    /// <summary>The price of a call; null where a price or a token count is unknown, which is not the same as free.</summary>
    public decimal? Of(UsageDetails? usage)
        => (InputUsdPerMillion * usage?.InputTokenCount / Million) + (OutputUsdPerMillion * usage?.OutputTokenCount / Million);
}
