namespace HybridAi.Learning.Routing;

/// <summary>
/// The policies that one view makes of its rows, from the safe end, where money hardly counts, to the cheap end, where nothing else does. Its places are
/// fixed before any row is looked at: each is a worth of money, in right answers for one call of the reference.
/// </summary>
internal sealed class PolicyPath
{
    /// <summary>What one call of the reference is worth at each place, in right answers.</summary>
    public static readonly double[] Worths = [.. Enumerable.Range(0, 40).Select(place => 0.002 * Math.Pow(500, place / 39.0)), 20];

    private readonly Dictionary<int, StateTable> _states = [];
    private readonly ViewEvidence _evidence;

    private PolicyPath(ViewEvidence evidence) => (_evidence, Drafts) = (evidence, []);

    /// <summary>The policy at each place.</summary>
    public PolicyDraft[] Drafts { get; private set; }

    /// <summary>Makes the path.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="view">What it may see of them.</param>
    /// <param name="reference">The tier whose price is the unit of money.</param>
    /// <param name="allowed">Which sets of tiers may be used.</param>
    /// <param name="cancellation">Cancels.</param>
    public static PolicyPath Make(RoutingRows rows, int view, int reference, Func<int[], bool> allowed, CancellationToken cancellation)
    {
        var path = new PolicyPath(new(rows, view));
        var unit = Math.Max(rows.Price(reference), double.Epsilon);
        var optimiser = new PolicyOptimiser(path._evidence, path.State);
        var sets = TierSets.Worthwhile(path._evidence, allowed, [.. Worths.Select(worth => worth / unit)], optimiser, cancellation);
        path.Drafts = [.. Worths.Select(worth => sets.Select(tiers => optimiser.Optimise(tiers, worth / unit)).MaxBy(TierSets.Penalised)!)];
        return path;
    }

    /// <summary>How the policy at a place treats a row.</summary>
    public PolicyOutcome Walk(int place, int row)
    {
        var draft = Drafts[place];
        var (ask, asked, cost) = (draft.Tiers[0], 0, 0.0);
        while (true)
        {
            asked |= 1 << ask;
            cost += _evidence.Rows.Costs[ask][row];
            var state = State(asked);
            ask = RoutingPolicy.Next(draft.Tiers, draft.Rules.GetValueOrDefault(asked), asked, state.Beliefs[row]);
            if (ask == Stretch.Stand) return new(state.Beliefs[row], state.Right[row], cost, asked);
        }
    }

    /// <summary>The policy at a place, whole.</summary>
    public RoutingPolicy Policy(int place)
    {
        var draft = Drafts[place];
        var asked = Enumerable.Range(0, 1 << draft.Tiers.Length - 1).Select(half => PolicyOptimiser.Asked(draft.Tiers, 2 * half + 1));
        return new(
            draft.Tiers, asked.ToDictionary(state => state, state => State(state).Model), draft.Rules, _evidence.Rows.Space, _evidence.Prior, _evidence.Tables);
    }

    private StateTable State(int asked)
    {
        if (!_states.TryGetValue(asked, out var state)) _states[asked] = state = StateTable.Make(_evidence, asked);
        return state;
    }
}
