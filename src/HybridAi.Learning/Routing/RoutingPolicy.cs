namespace HybridAi.Learning.Routing;

/// <summary>
/// Tiers, what is believed after each set of them has answered, and what to do then: cascades (ask, judge, go on) and direct routing (skip tiers that are
/// not worth running) in one form. Immutable.
/// </summary>
/// <param name="Tiers">The tiers in the order of their price; the first is always asked first.</param>
/// <param name="States">By asked tiers, one bit each: the belief.</param>
/// <param name="Rules">By asked tiers: what to do. A state without a rule is an end.</param>
/// <param name="Space">What answers can be.</param>
/// <param name="Prior">Share of each label among right answers.</param>
/// <param name="Tables">By tier, of all tiers: how to read its answers.</param>
public sealed record RoutingPolicy(
    IReadOnlyList<int> Tiers,
    IReadOnlyDictionary<int, StateModel> States,
    IReadOnlyDictionary<int, StateRule> Rules,
    LabelSpace Space,
    double[] Prior,
    IReadOnlyList<VoteTable> Tables)
{
    /// <summary>The next step, given what the asked tiers said.</summary>
    /// <param name="replies">By tier; null: not asked. A tier that failed is asked and has no label.</param>
    /// <param name="novelty">How unlike the texts of training the input is, 0 to 1.</param>
    public PolicyStep Next(ReadOnlySpan<TierReply?> replies, double novelty)
    {
        var asked = Asked(replies);
        if (asked == 0) return new(Tiers[0], new(TierReply.NoLabel, 0), null);
        var belief = State(asked).Judge(Candidates.Of(Space, Prior, replies, Tables), Space, replies, novelty);
        var rule = Rules.GetValueOrDefault(asked);
        return new(Next(Tiers, rule, asked, belief), belief, rule?.StandsFrom(belief.Label));
    }

    /// <summary>Whether the policy was made for this set of asked tiers: what it believes elsewhere is not calibrated, and it asks nobody further.</summary>
    /// <param name="replies">By tier; null: not asked.</param>
    public bool Knows(ReadOnlySpan<TierReply?> replies) => States.ContainsKey(Asked(replies));

    /// <summary>
    /// How likely the answer of a tier that has not been asked will be right: by what is believed of each label so far, and how often the tier finds that label.
    /// </summary>
    /// <remarks>It takes tiers for independent given the right label: on inputs that are hard for all of them it hopes for too much.</remarks>
    /// <param name="replies">By tier; null: not asked.</param>
    /// <param name="novelty">How unlike the texts of training the input is, 0 to 1.</param>
    /// <param name="tier">The tier.</param>
    public double Foresee(ReadOnlySpan<TierReply?> replies, double novelty, int tier)
    {
        var (asked, table) = (Asked(replies), Tables[tier]);
        if (table.RightByLabel.Length == 0) return table.Accuracy;
        if (asked == 0) return Found(table, null, []);
        var (state, candidates) = (State(asked), Candidates.Of(Space, Prior, replies, Tables));
        Span<double> shares = stackalloc double[candidates.Offsets.Length];
        state.Share(state.Judge(candidates, Space, replies, novelty), candidates, shares);
        var expected = 0.0;
        for (var c = 0; c < candidates.Labels.Length; c++) expected += shares[c] * table.Finds(candidates.Labels[c]);
        return shares.Length == candidates.Labels.Length ? expected : expected + shares[^1] * Found(table, state.Weightiest(replies), candidates.Labels, replies);
    }

    // How often a tier finds the labels that nobody named, which share what is left of the belief as one teller among the asked tiers, or else the prior, has it.
    private double Found(VoteTable table, int? teller, ReadOnlySpan<int> named, ReadOnlySpan<TierReply?> replies = default)
    {
        var reply = teller is { } place ? replies[place]!.Value : TierReply.None;
        var right = teller is { } told ? Tables[told].Right(reply) : 0;
        var (all, found) = (0.0, 0.0);
        for (var label = 0; label < Prior.Length; label++)
        {
            if (named.Contains(label)) continue;
            var share = teller is not { } by ? Prior[label] : reply.Chances is { } chances ? chances[label] : Tables[by].Other(reply, label, Prior[label], right);
            (all, found) = (all + share, found + share * table.Finds(label));
        }

        return all > 0 ? found / all : table.Accuracy;
    }

    /// <summary>The same policy with its tiers numbered by their place in a list that holds all of them.</summary>
    /// <param name="tiers">The list.</param>
    public RoutingPolicy Over(IReadOnlyList<int> tiers)
    {
        var place = tiers.Index().ToDictionary(tier => tier.Item, tier => tier.Index);
        return this with
        {
            Tiers = [.. Tiers.Select(tier => place[tier])],
            States = States.ToDictionary(state => Asked(state.Key), state => state.Value with
            {
                Asked = Asked(state.Key), Weights = [.. tiers.Select(tier => state.Value.Weights[tier])],
            }),
            Rules = Rules.ToDictionary(rule => Asked(rule.Key), rule => rule.Value.Renumbered(tier => place[tier])),
            Tables = [.. tiers.Select(tier => Tables[tier])],
        };

        int Asked(int asked) => tiers.Where(tier => (asked >> tier & 1) == 1).Sum(tier => 1 << place[tier]);
    }

    /// <summary>
    /// The reliability from which an answer of most labels stands once a tier and all before it have answered; null where nothing remains to be asked then, or
    /// no answer stands.
    /// </summary>
    public double? StandsFrom(int tier)
    {
        var asked = Tiers.Where(before => before <= tier).Sum(before => 1 << before);
        return Rules.GetValueOrDefault(asked)?.StandsFrom(TierReply.NoLabel);
    }

    /// <summary>A policy of one tier, whose answer always stands: what there is before anything was learned.</summary>
    /// <param name="space">What answers can be.</param>
    public static RoutingPolicy Alone(LabelSpace space) => ByConfidence(space, [null]);

    /// <summary>A policy set by hand: the newest answer counts alone, and stands where its tier is as sure as its threshold asks.</summary>
    /// <param name="space">What answers can be.</param>
    /// <param name="thresholds">One a tier, in the order in which they are asked; null: any answer stands, as it always does on the last one.</param>
    public static RoutingPolicy ByConfidence(LabelSpace space, IReadOnlyList<double?> thresholds)
    {
        var even = new double[space.Count];
        Array.Fill(even, 1.0 / space.Count);
        var table = new VoteTable(0.5, [.. even.Select(_ => 0.5)], [.. even.Select(_ => new Dictionary<int, double>())], new(1, 0));
        var (states, rules) = (new Dictionary<int, StateModel>(), new Dictionary<int, StateRule>());
        for (var newest = 0; newest < thresholds.Count; newest++)
        {
            var (tier, asked) = (newest, (2 << newest) - 1);
            // Where the newest has no answer the one before it speaks, and so on.
            states[asked] = new(asked, [.. thresholds.Select((_, other) => other == tier ? 1 : other < tier ? Math.Pow(1e-3, tier - other) : 0)], new([], 1, 0, 0, 0, 0));
            if (newest + 1 == thresholds.Count) break;
            Stretch[] stretches = thresholds[newest] is { } from ? [new(0, newest + 1), new(from, Stretch.Stand)] : [new(0, Stretch.Stand)];
            rules[asked] = new(stretches, new Dictionary<int, IReadOnlyList<Stretch>>());
        }

        return new([.. Enumerable.Range(0, thresholds.Count)], states, rules, space, even, [.. thresholds.Select(_ => table)]);
    }

    private static int Asked(ReadOnlySpan<TierReply?> replies)
    {
        var asked = 0;
        for (var tier = 0; tier < replies.Length; tier++)
            if (replies[tier] is not null)
                asked |= 1 << tier;
        return asked;
    }

    // A set of tiers that no walk of the policy comes to: every word counts once, as if the tiers were independent.
    private StateModel State(int asked)
        => States.GetValueOrDefault(asked) ?? new(asked, [.. Tables.Select(_ => 1.0)], new([], 1, 0, 0, 0, 0));

    /// <summary>The tier to ask next, or <see cref="Stretch.Stand"/>.</summary>
    internal static int Next(IReadOnlyList<int> tiers, StateRule? rule, int asked, Belief belief)
    {
        if (rule is null) return Stretch.Stand;
        var ask = rule.For(belief).Ask;
        // Nothing to stand on: the next dearer tier.
        return belief.Label == TierReply.NoLabel && ask == Stretch.Stand ? tiers.First(tier => asked >> tier == 0) : ask;
    }
}

/// <summary>What a policy says to do.</summary>
/// <param name="Ask">The tier to ask, or <see cref="Stretch.Stand"/>.</param>
/// <param name="Belief">The answer so far and how reliable it is.</param>
/// <param name="StandsFrom">The reliability from which an answer like this stands; null where nothing remains to be asked or none would stand.</param>
public readonly record struct PolicyStep(int Ask, Belief Belief, double? StandsFrom);
