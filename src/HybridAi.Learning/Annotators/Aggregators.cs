namespace HybridAi.Learning.Annotators;

/// <summary>The aggregators there are.</summary>
public static class Aggregators
{
    /// <summary>
    /// In the order in which they are trusted while gold doesn't show otherwise: first the one that does no worse than a vote where annotators are
    /// alike and better where they aren't; then by how little has to be learned, and following one annotator last.
    /// </summary>
    public static IReadOnlyList<IAggregator> InOrderOfTrust { get; } =
        [new OneCoin(), new MajorityVote(), new GoldWeightedVote(), DawidSkene.Pooled, DawidSkene.Plain, new BestAnnotator()];
}
