namespace HybridAi.Storage;

/// <summary>Money in columns: whole nano-dollars, so that sums are exact in every database.</summary>
public static class Usd
{
    private const decimal NanoPerUsd = 1_000_000_000m;

    /// <summary>Dollars to nano-dollars, rounded half away from zero; null (unknown) stays null.</summary>
    public static long? ToNano(decimal? usd) => usd is { } known ? (long)Math.Round(known * NanoPerUsd, MidpointRounding.AwayFromZero) : null;

    /// <summary>Nano-dollars to dollars; null (unknown) stays null.</summary>
    public static decimal? FromNano(long? nano) => nano is { } known ? known / NanoPerUsd : null;
}
