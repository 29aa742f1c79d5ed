using HybridAi.Learning.Routing;

namespace HybridAi.Serve.Routing;

/// <summary>Which of the policies that are shown to hold the floor are taken.</summary>
/// <param name="Main">The cheaper one's place, or the only one's.</param>
/// <param name="Dearer">The dearer one's place; null: there is none.</param>
/// <param name="DearerShare">The share of inputs that go along the dearer one.</param>
internal sealed record RouteSpending(int Main, int? Dearer, double DearerShare)
{
    /// <summary>
    /// Without a budget the cheapest. With one the safest that it allows, and chance sends just so many inputs along the next safer one that the budget is
    /// used up: what may be spent buys answers, not savings.
    /// </summary>
    /// <returns>Null where nothing is shown, or nothing shown keeps within the budget.</returns>
    public static RouteSpending? Of(PolicyFamily family, IReadOnlyList<int> shown, int cheapest, decimal? budget)
    {
        if (cheapest < 0) return null;
        if (budget is null) return new(cheapest, null, 0);
        var allowed = (double)budget.Value;
        var byCost = shown.Select(place => (Place: place, Cost: family.CostOf(place))).OrderBy(policy => policy.Cost).ToList();
        var affordable = byCost.FindLastIndex(policy => policy.Cost <= allowed);
        if (affordable < 0) return null;
        var (main, cost) = byCost[affordable];
        if (affordable + 1 == byCost.Count) return new(main, null, 0);
        var (dearer, dearerCost) = byCost[affordable + 1];
        return new(main, dearer, (allowed - cost) / (dearerCost - cost));
    }

    /// <summary>The policies over the tiers that any of them asks, and those tiers.</summary>
    public (IReadOnlyList<int> Tiers, RoutePolicy Policy) Policy(PolicyFamily family)
    {
        var (main, dearer) = (family.Policy(Main), Dearer is { } place ? family.Policy(place) : null);
        int[] tiers = [.. main.Tiers.Union(dearer?.Tiers ?? []).Order()];
        return (tiers, new(main.Over(tiers), dearer?.Over(tiers), DearerShare));
    }
}
