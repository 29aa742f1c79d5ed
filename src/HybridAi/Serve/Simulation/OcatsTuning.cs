namespace HybridAi.Serve.Simulation;

/// <summary>
/// Finds the thresholds of <see cref="OcatsRule"/> as its authors do, on a stream of its own whose right labels are known: the pair with the best discounted
/// accuracy for each price. A grid stands in for their Bayesian search.
/// </summary>
internal static class OcatsTuning
{
    private static readonly double[] EntropyQuantiles = [0.005, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9];
    private static readonly double[] DistanceQuantiles = [0.5, 0.8, 1];

    /// <summary>The pairs worth trying: quantiles of what a student that has learned the shots alone sees on these rows.</summary>
    public static IReadOnlyList<OcatsThresholds> Grid(StreamRows dev, CancellationToken cancellation)
    {
        var student = new StreamStudent(dev, 1);
        student.Refresh(cancellation);
        var rule = new OcatsRule(new(0, 0));
        rule.StudentTrained(student.Learned);
        var entropies = dev.Texts.Select(text => student.Look(text).Entropy).Order().ToArray();
        var distances = dev.Texts.Select(rule.DistanceToMiddle).Order().ToArray();
        return [.. from entropy in EntropyQuantiles from distance in DistanceQuantiles select new OcatsThresholds(At(entropies, entropy), At(distances, distance))];
    }

    /// <summary>Plays the stream with one pair.</summary>
    public static StreamPoint Try(StreamRows dev, OcatsThresholds thresholds, int seed, CancellationToken cancellation)
        => StreamRun.Play(dev, new OcatsRule(thresholds), seed, dev.Count, cancellation).End;

    private static double At(double[] sorted, double quantile) => sorted[(int)Math.Round(quantile * (sorted.Length - 1))];
}
