using HybridAi.Learn.Training;
using HybridAi.Learning.Routing;
using HybridAi.Serve.Prediction;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Batch;

/// <summary>
/// The first step of a route whose first tier is a model, for one thread: the same model, policy and thresholds as in a walk, without the account of it that a
/// caller of a single prediction is given. Where its answer does not stand, the walk is gone as a whole.
/// </summary>
internal sealed class FirstTier
{
    private readonly LiveRoute _route;
    private readonly RoutingPolicy _policy;
    private readonly IModel _model;
    private readonly int _step;
    private readonly bool _usesNovelty;
    private readonly TierReply?[] _replies;
    private readonly float[] _chances;

    private FirstTier(LiveRoute route, int step, IModel model)
    {
        (_route, _policy, _model, _step) = (route, route.Definition.Policy.Main, model, step);
        (_replies, _chances) = (new TierReply?[route.Steps.Count], new float[model.Labels.Count]);
        _usesNovelty = _policy.States.Values.Any(state => state.Calibration.Novelty != 0);
    }

    /// <summary>The first step; null where the route draws between policies, asks another kind of tier first, or has other labels than its model.</summary>
    public static FirstTier? Of(LiveRoute route)
    {
        if (route.Definition.Policy.Dearer is not null) return null;
        var step = route.Definition.Policy.Main.Tiers[0];
        return route.Steps[step].Labeller is ModelLabeller { Model: var model } && model.Labels.SequenceEqual(route.Definition.Labels) && route.Steps[step].Step.CostPerCallUsd is 0 or null
            ? new(route, step, model)
            : null;
    }

    /// <summary>The model's answer, where it stands.</summary>
    public bool TryAnswer(ReadOnlySpan<char> text, out BatchAnswer answer)
    {
        var best = _model.Predict(text, _chances);
        _replies[_step] = new TierReply(best, _chances[best], _chances);
        var next = _policy.Next(_replies, _usesNovelty ? _model.Novelty(text) : 0);
        var stands = next.Ask == Stretch.Stand && next.Belief.Label != TierReply.NoLabel;
        answer = stands ? new(_route.Definition.Labels[next.Belief.Label], next.Belief.Reliability, _route.Steps[_step].Step.Tier, 0, null) : default;
        return stands;
    }
}
