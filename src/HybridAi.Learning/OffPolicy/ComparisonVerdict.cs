namespace HybridAi.Learning.OffPolicy;

/// <summary>What the requests so far say of the challenger.</summary>
public enum ComparisonVerdict
{
    /// <summary>Nothing yet.</summary>
    Open,

    /// <summary>It is right more often than the champion.</summary>
    Better,

    /// <summary>It falls behind by less than the margin, if at all.</summary>
    NotWorse,

    /// <summary>It is right less often, and has not been shown to stay within the margin.</summary>
    Worse,
}
