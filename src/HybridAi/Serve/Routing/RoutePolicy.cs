using HybridAi.Learning.Routing;

namespace HybridAi.Serve.Routing;

/// <summary>
/// What a route does: one policy, or two between which chance decides, so that a budget is met exactly on average. Both are shown to hold the floor, and so is
/// any mixture of them.
/// </summary>
/// <param name="Main">The cheaper policy, or the only one; over the route's tiers by their index.</param>
/// <param name="Dearer">The dearer policy, over the same tiers; null: there is none.</param>
/// <param name="DearerShare">The share of inputs that go along the dearer one, 0 to 1.</param>
public sealed record RoutePolicy(RoutingPolicy Main, RoutingPolicy? Dearer = null, double DearerShare = 0)
{
    /// <summary>The policy that an input goes along.</summary>
    /// <param name="chance">A number drawn evenly from 0 to 1.</param>
    public RoutingPolicy Of(double chance) => Dearer is not null && chance < DearerShare ? Dearer : Main;
}
