using HybridAi.Learning.OffPolicy;

namespace HybridAi.Serve.Succession;

/// <summary>How a way along a route ended that may not pay for anything.</summary>
internal enum WayEnd
{
    /// <summary>With an answer.</summary>
    Answered,

    /// <summary>Before the reference, which nobody had asked.</summary>
    AwaitsReference,

    /// <summary>Before another dear tier that nobody had asked: what it would have said stays unknown.</summary>
    Unknown,

    /// <summary>A tier failed.</summary>
    Failed,
}

/// <summary>What one route made of a text.</summary>
/// <param name="End">How its way ended.</param>
/// <param name="Label">The answer; null where there is none.</param>
internal readonly record struct Way(WayEnd End, string? Label)
{
    /// <summary>
    /// The answer once the reference's is known. A policy that asks for the reference nearly always ends with what it says: that it may not is the one thing
    /// that is neglected here.
    /// </summary>
    public string? Given(string? reference) => End == WayEnd.AwaitsReference ? reference : Label;

    /// <summary>Whether an audit can judge it.</summary>
    public bool Judgeable(string? reference) => End is WayEnd.Answered or WayEnd.Failed || (End == WayEnd.AwaitsReference && reference is not null);
}

/// <summary>A request that both routes met.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="RecordId">The id of the text within it.</param>
/// <param name="Served">Whose answer was given.</param>
/// <param name="Champion">What the champion made of it.</param>
/// <param name="Candidate">What the candidate made of it.</param>
internal sealed record SuccessionPair(string RequestId, string RecordId, Side Served, Way Champion, Way Candidate)
{
    /// <summary>Who was right, once somebody knows; null before.</summary>
    public (bool Champion, bool Candidate)? Right { get; init; }
}
