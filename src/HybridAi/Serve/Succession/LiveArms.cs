using HybridAi.Serve.Prediction;

namespace HybridAi.Serve.Succession;

/// <summary>The routes that a request may go along: the live one, and a candidate beside it.</summary>
/// <param name="Champion">The live route.</param>
/// <param name="Candidate">The candidate, opened; null where none is under way.</param>
/// <param name="Running">How far the candidate is; null where none is under way.</param>
internal sealed record LiveArms(LiveRoute Champion, LiveRoute? Candidate = null, RouteSuccession? Running = null)
{
    /// <summary>
    /// The route that a text goes along, by chance that can be drawn again. A candidate with a labeller that could not be opened serves nobody; that it is not
    /// whole shows in its shadow.
    /// </summary>
    public LiveRoute Of(string requestId, string id)
        => Candidate is { Whole: true } candidate && SeededChance.Of("canary", Running!.Id, requestId, id) < Running.Share ? candidate : Champion;

    /// <summary>Whether both routes are to meet this request.</summary>
    public bool Meets(string requestId)
        => Running is { } running && (running.State == SuccessionState.Canary || SeededChance.Of("shadow", running.Id, requestId) < running.Settings.ShadowShare);

    /// <summary>The one of the two routes that has this hash.</summary>
    public LiveRoute Named(string hash) => Candidate?.Hash == hash ? Candidate : Champion;
}
