namespace HybridAi.Learning.OffPolicy;

/// <summary>How an interval is found.</summary>
public enum IntervalKind
{
    /// <summary>By bets of constant size; holds for every number of decisions, and is the tighter of the two that do at every size measured (<see cref="BettingBounds"/>).</summary>
    Betting,

    /// <summary>By the empirical Bernstein inequality; holds for every number of decisions (<see cref="BernsteinBounds"/>).</summary>
    EmpiricalBernstein,

    /// <summary>By the normal approximation: promises nothing at finite samples, and falls short where few decisions carry large weights.</summary>
    Normal,
}
