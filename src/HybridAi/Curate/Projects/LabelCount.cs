namespace HybridAi.Curate.Projects;

/// <summary>How many labels a text of a multi-label project may have.</summary>
/// <param name="Least">At least so many; 0: a text may have none.</param>
/// <param name="Most">At most so many; null: all of them.</param>
public sealed record LabelCount(int Least = 0, int? Most = null);
