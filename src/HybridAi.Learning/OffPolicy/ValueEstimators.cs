namespace HybridAi.Learning.OffPolicy;

/// <summary>The estimators there are.</summary>
public static class ValueEstimators
{
    /// <summary>
    /// In the order in which they are trusted, decided before any outcome is seen: who reads the narrowest of the three intervals has no confidence
    /// in it. Doubly robust comes first because the reliabilities and prices that a router keeps make it precise, and wrong ones don't bias it.
    /// </summary>
    public static IReadOnlyList<IValueEstimator> InOrderOfTrust { get; } = [new DoublyRobust(), new SelfNormalised(), new InversePropensity()];
}
