namespace HybridAi.Learning.Routing;

/// <summary>
/// Finds the rules of a policy over given tiers for a given worth of money: the ones that make right answers minus cost greatest on the rows that a view
/// sees. It works backwards from the states in which everybody has answered, so that each rule knows what going on will bring.
/// </summary>
/// <remarks>
/// Backward induction by regression on the reliability, as for optimal stopping in Longstaff and Schwartz 2001, "Valuing American options by simulation",
/// with a step function of the reliability as the regression; a second sweep weighs only the rows that get as far as a state under the rules of the first.
/// </remarks>
internal sealed class PolicyOptimiser(ViewEvidence evidence, Func<int, StateTable> states)
{
    private const int LeastRowsOfState = 30;

    /// <summary>Optimises the rules.</summary>
    /// <param name="tiers">The tiers, by price; the first is always asked.</param>
    /// <param name="rightPerCost">What one unit of cost is worth, in right answers.</param>
    /// <param name="sweeps">1 for a first look, 2 for rules that are to be used.</param>
    public PolicyDraft Optimise(int[] tiers, double rightPerCost, int sweeps = 2)
    {
        var rules = new BinnedRule?[1 << tiers.Length];
        var reached = new int[1 << tiers.Length][];
        var values = new float[1 << tiers.Length][];
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            for (var places = (1 << tiers.Length) - 1; places > 0; places -= 2)
            {
                var (state, last) = (states(Asked(tiers, places)), int.Log2(places));
                var goes = GoingOn(tiers, last, places, values, rightPerCost);
                if (goes.Length > 0 && (reached[places] ?? evidence.Seen) is var weighed && (rules[places] is null || weighed.Length >= LeastRowsOfState))
                    rules[places] = BinnedRule.Best(state, goes, weighed);
                values[places] = Values(state, goes, rules[places]);
            }

            if (sweep + 1 < sweeps) reached = Reached(tiers, rules);
        }

        var (earned, price) = (0.0, evidence.Rows.Costs[tiers[0]]);
        foreach (var row in evidence.Seen) earned += values[1][row] - rightPerCost * price[row];
        return new(tiers, Rules(tiers, rules), earned);
    }

    /// <summary>The tiers of these places, one bit each.</summary>
    public static int Asked(int[] tiers, int places)
    {
        var asked = 0;
        for (var place = 0; place < tiers.Length; place++)
            if ((places >> place & 1) == 1)
                asked |= 1 << tiers[place];
        return asked;
    }

    // What each row is worth if it goes on to a later tier; the furthest tier first, as in the stretches of a rule.
    private float[][] GoingOn(int[] tiers, int last, int places, float[][] values, double rightPerCost)
    {
        var goes = new float[tiers.Length - 1 - last][];
        for (var go = 0; go < goes.Length; go++)
        {
            var place = tiers.Length - 1 - go;
            var (after, costs) = (values[places | 1 << place], evidence.Rows.Costs[tiers[place]]);
            goes[go] = new float[after.Length];
            foreach (var row in evidence.Seen) goes[go][row] = after[row] - (float)(rightPerCost * costs[row]);
        }

        return goes;
    }

    private float[] Values(StateTable state, float[][] goes, BinnedRule? rule)
    {
        var values = new float[evidence.Rows.Count];
        foreach (var row in evidence.Seen)
        {
            var action = rule?.ActionFor(state, row) ?? 0;
            values[row] = action < goes.Length ? goes[action][row] : state.Right[row] ? 1 : 0;
        }

        return values;
    }

    private int[][] Reached(int[] tiers, BinnedRule?[] rules)
    {
        var reached = new List<int>[rules.Length];
        for (var places = 1; places < rules.Length; places += 2) reached[places] = [];
        reached[1] = [.. evidence.Seen];
        for (var places = 1; places < rules.Length; places += 2)
        {
            if (rules[places] is not { } rule) continue;
            var state = states(Asked(tiers, places));
            foreach (var row in reached[places])
            {
                var place = tiers.Length - 1 - rule.ActionFor(state, row);
                if (place > int.Log2(places)) reached[places | 1 << place].Add(row);
            }
        }

        return Array.ConvertAll(reached, rows => rows?.ToArray() ?? []);
    }

    private Dictionary<int, StateRule> Rules(int[] tiers, BinnedRule?[] rules)
    {
        var byAsked = new Dictionary<int, StateRule>();
        for (var places = 1; places < rules.Length; places += 2)
        {
            if (rules[places] is not { } rule) continue;
            var asked = Asked(tiers, places);
            byAsked[asked] = rule.ToStateRule(states(asked), [.. tiers[(int.Log2(places) + 1)..].Reverse(), Stretch.Stand]);
        }

        return byAsked;
    }
}

/// <summary>Rules over tiers, with what they earn on the rows they were made on.</summary>
/// <param name="Tiers">The tiers, by price.</param>
/// <param name="Rules">By asked tiers.</param>
/// <param name="Value">Right answers minus what the cost is worth, summed over the rows.</param>
internal sealed record PolicyDraft(int[] Tiers, Dictionary<int, StateRule> Rules, double Value);
