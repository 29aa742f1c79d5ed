namespace HybridAi.Learning.Statistics;

/// <summary>A chance-corrected measure of agreement, or why there is none.</summary>
/// <param name="Value">1: in all things; 0: as chance would have it; below: less than chance. Null where it is undefined.</param>
/// <param name="Undefined">Why it is undefined, for a person; null where it has a value.</param>
/// <param name="Items">Items that could be compared: those with votes of at least two.</param>
public sealed record Agreement(double? Value, string? Undefined, int Items)
{
    /// <summary>No value, for a reason.</summary>
    internal static Agreement None(string reason, int items) => new(null, reason, items);

    /// <summary>1 − observed disagreement / expected disagreement; undefined where chance alone would agree always.</summary>
    internal static Agreement Of(double observed, double expected, int items) => expected <= 0
        ? None("All votes that can be compared are for one label, so that agreement can't be told from chance.", items)
        : new(1 - observed / expected, null, items);
}
