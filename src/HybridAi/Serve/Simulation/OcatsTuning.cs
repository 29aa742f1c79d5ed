namespace HybridAi.Serve.Simulation;

/// <summary>
/// Finds the thresholds of <see cref="OcatsRule"/> as its authors do, on a stream of its own whose right labels are known: the pair with the best discounted
/// accuracy for each price. A grid stands in for their Bayesian search.
/// </summary>
internal static class OcatsTuning
{
    // Of the greatest entropy that so many labels can have, and of what the rows show.
    private static readonly double[] EntropyShares = [0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
    private static readonly double[] DistanceQuantiles = [0.5, 0.8, 1];

    /// <summary>The pairs worth trying.</summary>
    public static IReadOnlyList<OcatsThresholds> Grid(StreamRows dev)
    {
        var rule = new OcatsRule(new(0, 0));
        rule.StudentTrained([.. dev.Shots.Select(shot => shot.Text)]);
        var distances = dev.Texts.Select(rule.DistanceToMiddle).Order().ToArray();
        return
        [
            .. from share in EntropyShares
               from quantile in DistanceQuantiles
               select new OcatsThresholds(share * Math.Log(dev.LabelNames.Count), distances[(int)Math.Round(quantile * (distances.Length - 1))]),
        ];
    }

    /// <summary>Plays the stream with one pair.</summary>
    public static StreamPoint Try(StreamRows dev, OcatsThresholds thresholds, int seed, CancellationToken cancellation)
        => StreamRun.Play(dev, new OcatsRule(thresholds), seed, dev.Count, cancellation).End;
}
