namespace HybridAi.Llm.Gateway;

/// <summary>What a model's tokens cost from which day on.</summary>
public sealed class PriceList
{
    private readonly IReadOnlyList<ModelPrice> _prices;

    private PriceList(IReadOnlyList<ModelPrice> prices) => _prices = prices;

    /// <summary>The prices of a model's settings, which <see cref="Check"/> has passed.</summary>
    public static PriceList Of(ModelOptions options)
    {
        // An embedding has no output that could cost anything.
        decimal? output(decimal? stated) => options.Kind == ModelKind.Embedding ? stated ?? 0 : stated;
        return new(options.Prices.Count > 0
            ? [.. options.Prices.Select(price => new ModelPrice(
                price.InputUsdPerMillion, output(price.OutputUsdPerMillion), price.CachedInputUsdPerMillion, price.From))]
            : [new(options.InputUsdPerMillion, output(options.OutputUsdPerMillion))]);
    }

    /// <summary>The price in force at a moment; one of which nothing is known before the first date.</summary>
    public ModelPrice At(DateTimeOffset moment)
    {
        var day = DateOnly.FromDateTime(moment.UtcDateTime);
        return _prices.LastOrDefault(price => price.From is not { } from || from <= day) ?? ModelPrice.Unknown;
    }

    /// <summary>All that is wrong with a model's prices: a hole, a negative number, days out of order, two ways of saying it.</summary>
    public static IEnumerable<Fault> Check(ModelOptions options)
    {
        if (Hole(options.Kind, options.InputUsdPerMillion, options.OutputUsdPerMillion) is { } missing)
            yield return Wrong(missing, "A price has both sides, or it is unknown: this one is missing.");
        if (options.Prices.Count > 0 && (options.InputUsdPerMillion ?? options.OutputUsdPerMillion) is not null)
            yield return Wrong(nameof(options.Prices), "Prices stand here with their dates, or beside as one without: not both.");
        for (var i = 0; i < options.Prices.Count; i++)
        {
            var price = options.Prices[i];
            string At(string property) => $"{nameof(options.Prices)}:{i}:{property}";
            if (price.From == default) yield return Wrong(At(nameof(price.From)), "The first day of the price is needed, such as 2026-01-31.");
            if (price is { InputUsdPerMillion: null, OutputUsdPerMillion: null })
                yield return Wrong(At(nameof(price.InputUsdPerMillion)), "The price has no number; leave it out where it is unknown.");
            else if (Hole(options.Kind, price.InputUsdPerMillion, price.OutputUsdPerMillion) is { } hole)
                yield return Wrong(At(hole), "A price has both sides, or it is unknown: this one is missing.");
            if (new[] { price.InputUsdPerMillion, price.CachedInputUsdPerMillion, price.OutputUsdPerMillion }.Any(usd => usd is < 0 or > 100_000))
                yield return Wrong(At(nameof(price.InputUsdPerMillion)), "A price is from 0 to 100,000 US dollars per million tokens.");
            if (i > 0 && price.From <= options.Prices[i - 1].From)
                yield return Wrong(At(nameof(price.From)), "The days are out of order: each price begins after the one before it.");
        }
    }

    private static string? Hole(ModelKind kind, decimal? input, decimal? output) => (input, output) switch
    {
        (null, not null) => nameof(ModelOptions.InputUsdPerMillion),
        (not null, null) when kind == ModelKind.Chat => nameof(ModelOptions.OutputUsdPerMillion),
        _ => null,
    };

    private static Fault Wrong(string place, string reason) => Fault.BadInput("model-settings", reason, place);
}
