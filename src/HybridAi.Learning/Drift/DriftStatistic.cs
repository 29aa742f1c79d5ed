namespace HybridAi.Learning.Drift;

/// <summary>How far two samples of a column are apart. More is further; 0 is not at all.</summary>
public enum DriftStatistic
{
    /// <summary>Numbers: the largest distance between the two cumulated distributions, 0 to 1 (Kolmogorov and Smirnov).</summary>
    KolmogorovSmirnov,

    /// <summary>Numbers: how far a value has to be moved on average to make one sample the other, in the column's unit (Wasserstein's first distance).</summary>
    Wasserstein,

    /// <summary>Categories: Pearson's chi-square of the two rows of counts.</summary>
    ChiSquare,

    /// <summary>Categories: the population stability index, the symmetric Kullback-Leibler divergence of the two lists of shares, half a row added to each count.</summary>
    PopulationStability,

    /// <summary>Texts: how well a classifier that has learned to tell the samples apart does on held-out texts, as area under its ROC curve, 0 to 1.</summary>
    DomainAuc,
}
