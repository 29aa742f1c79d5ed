namespace HybridAi.Learning.Routing;

/// <summary>Which sets of tiers are worth a policy of their own: grown tier by tier, the best ones at several worths of money.</summary>
internal static class TierSets
{
    private const int MostBehindFirst = 3;
    private const int EveryPlace = 8;
    private const int GrownPerPlace = 3;
    private const int KeptPerPlace = 2;

    /// <summary>The sets, each in the order of price.</summary>
    public static IReadOnlyList<int[]> Worthwhile(
        ViewEvidence evidence, Func<int[], bool> allowed, double[] rightPerCost, PolicyOptimiser optimiser, CancellationToken cancellation)
    {
        var rows = evidence.Rows;
        var tiers = Enumerable.Range(0, rows.Tiers).ToArray();
        // A model that costs nothing and knows all chances always begins; otherwise any tier may.
        int[] first = [.. tiers.Where(tier => rows.Price(tier) == 0 && rows.Count > 0 && rows.Reply(tier, 0, evidence.View).Chances is not null).Take(1)];
        var places = Enumerable.Range(0, rightPerCost.Length).Where(place => place % EveryPlace == 0 || place == rightPerCost.Length - 1).ToArray();
        var worth = new Dictionary<string, (int[] Set, double[] Values)>();
        List<int[]> grown = [first];
        for (var size = 0; size <= MostBehindFirst; size++)
        {
            foreach (var set in grown)
            {
                cancellation.ThrowIfCancellationRequested();
                if (set.Length > 0 && allowed(set) && !worth.ContainsKey(Key(set)))
                    worth[Key(set)] = (set, Array.ConvertAll(places, place => Penalised(optimiser.Optimise(set, rightPerCost[place], sweeps: 1))));
            }

            // All single tiers are looked at; larger sets grow from the best ones only.
            var parents = size < 1 ? grown : Best(worth.Values.Where(seen => seen.Set.Length == first.Length + size), places.Length, GrownPerPlace);
            grown = [.. parents.SelectMany(set => tiers.Except(set).Except(first).Select(tier => (int[])[.. set.Append(tier).Order()]))];
        }

        return Best(worth.Values, places.Length, KeptPerPlace);
    }

    /// <summary>What a policy earns; a further tier has to earn what chance alone would seem to give it.</summary>
    public static double Penalised(PolicyDraft draft) => draft.Value - draft.Tiers.Length;

    private static List<int[]> Best(IEnumerable<(int[] Set, double[] Values)> all, int places, int most)
    {
        var seen = all.ToList();
        return [.. Enumerable.Range(0, places).SelectMany(place => seen.OrderByDescending(set => set.Values[place]).Take(most)).Select(set => set.Set).DistinctBy(Key)];
    }

    private static string Key(int[] set) => string.Join(',', set);
}
