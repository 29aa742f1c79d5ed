namespace HybridAi.Learning.Tabular.Search;

/// <summary>A candidate with what it said of each part of the cross-validation.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Parts">What it said, by part.</param>
internal sealed record Judged(TabularCandidate Candidate, IReadOnlyList<HeldScores> Parts)
{
    private const double Least = 1e-15;

    /// <summary>The rounds of boosting that its parts found best: their median.</summary>
    public int Rounds => Parts.Select(part => part.Rounds).Order().ElementAt(Parts.Count / 2);

    /// <summary>Each row's loss, over the parts that held it: minus log probability of its label, or squared error; 0 for rows that none held.</summary>
    public double[] Losses(TableTarget target)
    {
        var (losses, times) = (new double[target.Values.Length], new int[target.Values.Length]);
        foreach (var part in Parts)
        {
            for (var i = 0; i < part.Rows.Length; i++)
            {
                losses[part.Rows[i]] += Loss(target, part.Rows[i], part.Scores.AsSpan(i * target.Outputs, target.Outputs));
                times[part.Rows[i]]++;
            }
        }

        for (var row = 0; row < losses.Length; row++) losses[row] /= Math.Max(times[row], 1);
        return losses;
    }

    private static double Loss(TableTarget target, int row, ReadOnlySpan<float> scores)
    {
        if (!target.IsLabel) return Math.Pow(scores[0] - target.Values[row], 2);
        double top = float.NegativeInfinity, sum = 0;
        foreach (var score in scores) top = Math.Max(top, score);
        foreach (var score in scores) sum += Math.Exp(score - top);
        return -Math.Log(Math.Max(Math.Exp(scores[(int)target.Values[row]] - top) / sum, Least));
    }
}

/// <summary>The mean of rows' values and how sure it is, where rows of a group go together.</summary>
/// <param name="Value">The mean.</param>
/// <param name="Error">Its standard error over groups.</param>
internal readonly record struct GroupMean(double Value, double Error)
{
    public static GroupMean Of(double[] values, int[] groups)
    {
        var mean = values.Average();
        var sums = new Dictionary<int, double>();
        for (var row = 0; row < values.Length; row++) sums[groups[row]] = sums.GetValueOrDefault(groups[row]) + values[row] - mean;
        var squares = sums.Values.Sum(sum => sum * sum);
        return new(mean, sums.Count < 2 ? 0 : Math.Sqrt(squares * sums.Count / (sums.Count - 1)) / values.Length);
    }
}
