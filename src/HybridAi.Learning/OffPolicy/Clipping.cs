namespace HybridAi.Learning.OffPolicy;

/// <summary>What raising small propensities to the floor did.</summary>
/// <param name="Floor">The floor.</param>
/// <param name="Decisions">Decisions with a propensity below it.</param>
/// <param name="LostMass">
/// Share of the target's probability mass that the clipped weights leave out in expectation: at worst all of it got the highest reward, or none
/// of it got any. The intervals are widened by this much times the highest reward at most.
/// </param>
/// <remarks>Ionides 2008, "Truncated importance sampling", Journal of Computational and Graphical Statistics 17.</remarks>
public sealed record Clipping(double Floor, int Decisions, double LostMass);
