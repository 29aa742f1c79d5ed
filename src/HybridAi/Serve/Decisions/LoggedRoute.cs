using HybridAi.Learning.Routing;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Decisions;

/// <summary>A route that decided, as seen from another: which of its tiers are the other's, and how its answers read there.</summary>
internal sealed class LoggedRoute
{
    private readonly Route _target;
    private readonly Route _logged;
    private readonly Dictionary<string, int> _places;
    private readonly Dictionary<string, int> _labels;
    private readonly bool _sameLabels;

    /// <summary>A tier of the one is a tier of the other where the labeller and its version are the same, whatever the tiers are called.</summary>
    public LoggedRoute(Route logged, Route target)
    {
        (_logged, _target) = (logged, target);
        _places = DecisionWays.AuditedTiers(logged)
            .Select(tier => (tier.Tier, Place: target.Steps.ToList().FindIndex(step => step.Labeller == tier.Labeller && step.LabellerVersion == tier.LabellerVersion)))
            .Where(tier => tier.Place >= 0).ToDictionary(tier => tier.Tier, tier => tier.Place, StringComparer.Ordinal);
        _labels = target.Labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);
        _sameLabels = target.Labels.SequenceEqual(logged.Labels);
    }

    /// <summary>The name of its reference among its tiers.</summary>
    public string Reference => _logged.Reference.Tier;

    /// <summary>The reference's place among the target's tiers; null where it is none of them.</summary>
    public int? ReferencePlace => PlaceOf(Reference);

    /// <summary>A tier's place among the target's; null where the target has no such tier.</summary>
    public int? PlaceOf(string tier) => _places.TryGetValue(tier, out var place) ? place : null;

    /// <summary>An answer as the target's policy reads it.</summary>
    public TierReply Read(DecisionTier answer)
    {
        if (answer.Label is null || !_labels.TryGetValue(answer.Label, out var label)) return TierReply.None;
        return new(label, answer.Confidence ?? double.NaN, InTarget(answer.Unpacked()));
    }

    /// <summary>Whether an answer of the target is this label.</summary>
    public bool IsRight(int answer, string right)
        => _labels.TryGetValue(right, out var label) && _target.Policy.Main.Space.Same(answer, label);

    private float[]? InTarget(float[]? chances)
        => chances is null || _sameLabels ? chances : new Curate.Labelling.LabelChances(_logged.Labels, chances, 0).In(_target.Labels);
}
