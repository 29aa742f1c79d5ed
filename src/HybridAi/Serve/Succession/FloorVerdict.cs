using HybridAi.Learning.Statistics;

namespace HybridAi.Serve.Succession;

/// <summary>What counts as right when a live route is watched.</summary>
public enum Truth
{
    /// <summary>Labels of people and trusted files. The floor is that of the certificate: reference accuracy minus the margin.</summary>
    Gold,

    /// <summary>
    /// The reference's answer, right or wrong. Differing from it is no error: what is watched is only that the route agrees with it no less often than it did
    /// on reviewed rows.
    /// </summary>
    Reference,
}

/// <summary>What the audits of a route say of its floor. It may be looked at after each of them.</summary>
/// <param name="Project">The project.</param>
/// <param name="Route">The route.</param>
/// <param name="Truth">What counts as right.</param>
/// <param name="Floor">
/// The mean that must hold: of route right minus reference right (minus the margin) where the truth is gold; of agreement where it is the reference.
/// </param>
/// <param name="Confidence">One minus the chance that a floor that holds is ever called broken.</param>
/// <param name="Audits">How many audits it rests on.</param>
/// <param name="Mean">Their mean; 0 without one.</param>
/// <param name="Evidence">Natural logarithm of the evidence against the floor now.</param>
/// <param name="BrokenAt">When the evidence became enough; null: it never was.</param>
public sealed record FloorVerdict(
    string Project, string Route, Truth Truth, double Floor, double Confidence, long Audits, double Mean, double Evidence, DateTimeOffset? BrokenAt)
{
    /// <summary>The verdict in a sentence, for the history of live routes.</summary>
    public string Reason => FormattableString.Invariant(
        $"{Audits} audits speak against the floor of {Floor:+0.0000;-0.0000} ({(Truth == Truth.Gold ? "right answers beyond the reference's" : "agreement with the reference")}): their mean is {Mean:+0.0000;-0.0000}, at {Confidence:0.###} confidence.");

    internal static FloorVerdict Of(string project, string route, Truth truth, double confidence, EProcessState state, double mean, DateTimeOffset? brokenAt)
        => new(project, route, truth, state.Floor, confidence, state.Count, mean, new EProcess(state).LogWealth, brokenAt);
}
