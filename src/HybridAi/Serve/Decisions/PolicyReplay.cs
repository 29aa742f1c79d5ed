using HybridAi.Learning.Routing;

namespace HybridAi.Serve.Decisions;

/// <summary>A policy's way through answers that are already there, without asking anybody.</summary>
/// <param name="Asked">The tiers that it asks, in their order, by their index.</param>
/// <param name="Missing">The last of them, where its answer is not there and the way can't be followed further; null where it ended.</param>
/// <param name="Belief">What it believes with what it has seen.</param>
internal sealed record PolicyReplay(IReadOnlyList<int> Asked, int? Missing, Belief Belief)
{
    /// <summary>Follows a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="known">By tier: its answer; null where it is not there.</param>
    /// <param name="novelty">By tier: how unlike its training texts it found the text; asked of tiers with chances alone.</param>
    public static PolicyReplay Of(RoutingPolicy policy, IReadOnlyList<TierReply?> known, Func<int, double> novelty)
    {
        var (seen, asked, unlike) = (new TierReply?[known.Count], new List<int>(), 0.0);
        var next = policy.Next(seen, unlike);
        while (next.Ask != Stretch.Stand)
        {
            asked.Add(next.Ask);
            if (known[next.Ask] is not { } reply) return new(asked, next.Ask, next.Belief);
            if (reply.Chances is not null) unlike = novelty(next.Ask);
            seen[next.Ask] = reply;
            next = policy.Next(seen, unlike);
        }

        return new(asked, null, next.Belief);
    }
}
