using HybridAi.Learning.Routing;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Succession;

/// <summary>The route that needs no certificate: the reference answers everything.</summary>
internal static class SafeRoute
{
    /// <summary>The reference of a route, alone. Equal for equal routes, so that it is stored once.</summary>
    public static Route Of(Route broken)
    {
        var reference = broken.Reference;
        var step = broken.Steps.FirstOrDefault(one => one.Tier == reference.Tier);
        return broken with
        {
            Steps = [new(reference.Tier, reference.Labeller, reference.LabellerVersion, null, reference.CostPerCallUsd, step?.LatencyP95Ms)],
            Policy = new(RoutingPolicy.Alone(broken.Policy.Main.Space)),
            ModelHash = null,
            Evidence = new(
                RouteCertificate.Nothing(broken.Evidence.Certificate.Settings, $"The reference alone, in the place of route {broken.Hash()[..12]}, whose floor did not hold."), [], null, null, []),
        };
    }
}
