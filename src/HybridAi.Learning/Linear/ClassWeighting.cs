namespace HybridAi.Learning.Linear;

/// <summary>How much each training row counts, by its class.</summary>
public enum ClassWeighting
{
    /// <summary>Every row counts the same, so frequent classes count for more.</summary>
    None,

    /// <summary>A row of class k counts n / (classes · n_k): every class counts the same in sum.</summary>
    Balanced,
}

/// <summary>Turns a <see cref="ClassWeighting"/> into one factor per class.</summary>
public static class ClassWeights
{
    /// <summary>One factor per class; classes without a row get 1.</summary>
    /// <param name="weighting">The rule.</param>
    /// <param name="labels">Class of each row, in [0, <paramref name="classes"/>).</param>
    /// <param name="classes">Number of classes.</param>
    public static double[] Of(ClassWeighting weighting, ReadOnlySpan<int> labels, int classes)
    {
        var weights = new double[classes];
        Array.Fill(weights, 1);
        if (weighting == ClassWeighting.None) return weights;

        var counts = new int[classes];
        foreach (var label in labels) counts[label]++;
        var present = counts.Count(count => count > 0);
        for (var k = 0; k < classes; k++)
            if (counts[k] > 0)
                weights[k] = (double)labels.Length / present / counts[k];
        return weights;
    }
}
