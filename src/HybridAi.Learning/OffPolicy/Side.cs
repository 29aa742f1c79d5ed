namespace HybridAi.Learning.OffPolicy;

/// <summary>The two policies that are compared.</summary>
public enum Side
{
    /// <summary>The one that serves so far.</summary>
    Champion,

    /// <summary>The one that might take its place.</summary>
    Challenger,
}
