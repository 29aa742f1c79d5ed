using HybridAi.Storage;

namespace HybridAi.Curate.Labelling;

/// <summary>Shares what one call cost out over the records that it was about, by their size.</summary>
internal static class CostShare
{
    /// <summary>Whole units by weight; they sum to the whole exactly.</summary>
    /// <param name="whole">What is shared out, at least 0.</param>
    /// <param name="weights">At least one, all above 0.</param>
    public static long[] Of(long whole, IReadOnlyList<long> weights)
    {
        var (all, before, given) = (weights.Sum(), 0L, 0L);
        return [.. weights.Select(weight =>
        {
            before += weight;
            // What all up to here get together, less what those before it have: no rounding adds up.
            var share = (long)((Int128)whole * before / all) - given;
            given += share;
            return share;
        })];
    }

    /// <summary>Dollars to the nano-dollar; unknown where the whole is.</summary>
    public static decimal?[] Of(decimal? wholeUsd, IReadOnlyList<long> weights) => Usd.ToNano(wholeUsd) is { } nano
        ? [.. Of(nano, weights).Select(share => Usd.FromNano(share))]
        : new decimal?[weights.Count];

    /// <summary>Tokens; unknown where the whole is.</summary>
    public static long?[] Of(long? whole, IReadOnlyList<long> weights) => whole is { } tokens
        ? [.. Of(tokens, weights).Select(share => (long?)share)]
        : new long?[weights.Count];
}
