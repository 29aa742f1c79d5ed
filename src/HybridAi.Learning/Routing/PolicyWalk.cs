namespace HybridAi.Learning.Routing;

/// <summary>A policy's way through answers that are already there, without asking anybody.</summary>
/// <param name="Asked">The tiers that it asks, in their order, by their index.</param>
/// <param name="Missing">The last of them, where its answer is not there and the way can't be followed further; null where it ended.</param>
/// <param name="Belief">What it believes with what it has seen.</param>
public sealed record PolicyWalk(IReadOnlyList<int> Asked, int? Missing, Belief Belief)
{
    /// <summary>Follows a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="tiers">How many tiers it numbers.</param>
    /// <param name="known">A tier's answer; null where it is not there.</param>
    /// <param name="novelty">How unlike its training texts a tier found the text, 0 to 1; asked of tiers with chances alone.</param>
    public static PolicyWalk Along(RoutingPolicy policy, int tiers, Func<int, TierReply?> known, Func<int, double> novelty)
    {
        var (seen, asked, unlike) = (new TierReply?[tiers], new List<int>(tiers), 0.0);
        var next = policy.Next(seen, unlike);
        while (next.Ask != Stretch.Stand)
        {
            asked.Add(next.Ask);
            if (known(next.Ask) is not { } reply) return new(asked, next.Ask, next.Belief);
            if (reply.Chances is not null) unlike = novelty(next.Ask);
            seen[next.Ask] = reply;
            next = policy.Next(seen, unlike);
        }

        return new(asked, null, next.Belief);
    }
}
