namespace HybridAi.Learning.Calibration;

/// <summary>How a fitted isotonic curve is read between its points.</summary>
public enum IsotonicReading
{
    /// <summary>The value of the block at or below the score.</summary>
    Step,

    /// <summary>A straight line between the outer scores of neighbouring blocks.</summary>
    Linear,
}

/// <summary>
/// The rising curve that fits outcomes best in squared error, by pooling adjacent violators: a calibration that assumes nothing
/// but that a higher score is never worse. It needs some hundred rows; with fewer prefer <see cref="PlattScaling"/>.
/// </summary>
/// <remarks>
/// Ayer et al. 1955, "An empirical distribution function for sampling with incomplete information"; Zadrozny and Elkan 2002,
/// "Transforming classifier scores into accurate multiclass probability estimates".
/// </remarks>
public sealed class IsotonicRegression
{
    private readonly double[] _lower;
    private readonly double[] _upper;
    private readonly double[] _values;

    /// <summary>A curve that was fitted before.</summary>
    /// <param name="lower">Lowest score of each block, rising.</param>
    /// <param name="upper">Highest score of each block.</param>
    /// <param name="values">Value of each block.</param>
    /// <exception cref="ArgumentException">No blocks, or lengths that differ.</exception>
    public IsotonicRegression(IReadOnlyList<double> lower, IReadOnlyList<double> upper, IReadOnlyList<double> values)
    {
        if (lower.Count == 0) throw new ArgumentException("The curve has no blocks.");
        if (lower.Count != upper.Count || lower.Count != values.Count)
            throw new ArgumentException($"{lower.Count} lower ends, {upper.Count} upper ends, {values.Count} values.");
        (_lower, _upper, _values) = ([.. lower], [.. upper], [.. values]);
    }

    /// <summary>The lowest scores of the blocks.</summary>
    public IReadOnlyList<double> Lower => _lower;

    /// <summary>The highest scores of the blocks.</summary>
    public IReadOnlyList<double> Upper => _upper;

    /// <summary>The values of the blocks, strictly rising except where the ends were drawn in.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>
    /// Fits the chance of an outcome. No value is 0 or 1: by Laplace's rule none passes what the outer blocks can prove,
    /// 1 / (n + 2) at the low end and (n + 1) / (n + 2) at the high end for blocks of n rows.
    /// </summary>
    /// <param name="scores">At least one; numbers.</param>
    /// <param name="outcomes">As long as the scores.</param>
    /// <exception cref="ArgumentException">No rows, lengths that differ, or a score that is not a number.</exception>
    public static IsotonicRegression Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        if (scores.IsEmpty) throw new ArgumentException("There are no rows to fit.");
        if (scores.Length != outcomes.Length) throw new ArgumentException($"{scores.Length} scores but {outcomes.Length} outcomes.");
        foreach (var score in scores)
            if (double.IsNaN(score))
                throw new ArgumentException("A score is not a number.");

        var sorted = scores.ToArray();
        var hits = outcomes.ToArray();
        Array.Sort(sorted, hits);
        var blocks = new List<Block>();
        for (var i = 0; i < sorted.Length; i++)
        {
            var block = new Block(sorted[i], sorted[i], hits[i] ? 1 : 0, 1);
            while (blocks.Count > 0 && (blocks[^1].Upper == block.Lower || blocks[^1].Mean >= block.Mean))
            {
                block = new Block(blocks[^1].Lower, block.Upper, blocks[^1].Hits + block.Hits, blocks[^1].Rows + block.Rows);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add(block);
        }

        var floor = 1.0 / (blocks[0].Rows + 2);
        var ceiling = (blocks[^1].Rows + 1.0) / (blocks[^1].Rows + 2);
        return new IsotonicRegression(
            [.. blocks.Select(block => block.Lower)],
            [.. blocks.Select(block => block.Upper)],
            [.. blocks.Select(block => Math.Clamp(block.Mean, Math.Min(floor, ceiling), Math.Max(floor, ceiling)))]);
    }

    /// <summary>The chance of the outcome at a score; scores beyond the fitted range get the value of the nearest block.</summary>
    public double Predict(double score, IsotonicReading reading = IsotonicReading.Step)
    {
        var block = Array.BinarySearch(_lower, score);
        if (block < 0) block = ~block - 1;
        if (block < 0) return _values[0];
        if (reading == IsotonicReading.Step || score <= _upper[block] || block + 1 == _values.Length) return _values[block];

        var share = (score - _upper[block]) / (_lower[block + 1] - _upper[block]);
        return _values[block] + share * (_values[block + 1] - _values[block]);
    }

    private readonly record struct Block(double Lower, double Upper, int Hits, int Rows)
    {
        public double Mean => (double)Hits / Rows;
    }
}
