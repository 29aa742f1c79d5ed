namespace HybridAi.Learning.OffPolicy;

/// <summary>Whose answer a request gets while two policies are compared on the same requests.</summary>
/// <param name="Differ">Whether they would ask other tiers or give another answer; if not, there is nothing to choose and nothing to learn.</param>
/// <param name="Served">Whose answer is given.</param>
/// <param name="Propensity">The chance of that: 1/2 where they differ, otherwise 1.</param>
/// <remarks>
/// Interleaving after Radlinski, Kurup and Joachims 2008, "How does clickthrough data reflect retrieval quality?", CIKM 17: both policies meet every
/// request, so that requests differing in difficulty are no noise.
/// </remarks>
public sealed record InterleavedChoice(bool Differ, Side Served, double Propensity)
{
    /// <summary>Both do the same.</summary>
    public static InterleavedChoice Same { get; } = new(false, Side.Champion, 1);

    /// <summary>A fair coin decides where they differ.</summary>
    /// <param name="champion">What the champion would do.</param>
    /// <param name="challenger">What the challenger would do.</param>
    /// <param name="random">The coin.</param>
    public static InterleavedChoice Of(TargetAction champion, TargetAction challenger, Random random)
        => champion.SameAs(challenger) ? Same : new(true, random.NextDouble() < 0.5 ? Side.Champion : Side.Challenger, 0.5);
}
