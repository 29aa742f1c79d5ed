namespace HybridAi.Learning.Annotators;

/// <summary>How an iterative method ended.</summary>
/// <param name="Iterations">Of the start that was kept; 0 for a method that doesn't iterate.</param>
/// <param name="Converged">Whether no probability moved any more; false when it was stopped at its bound.</param>
/// <param name="Starts">From how many starting points it was run.</param>
public sealed record Convergence(int Iterations, bool Converged, int Starts)
{
    /// <summary>Of a method that reckons once.</summary>
    public static Convergence Immediate { get; } = new(0, true, 1);
}

/// <summary>What a method holds of an annotator.</summary>
/// <param name="Votes">How many votes there are to judge by.</param>
/// <param name="Accuracy">Estimated chance that a vote is right, 0 to 1.</param>
/// <param name="Confusion">Estimated chances by right label and then by given label, rows summing to 1; null where the method has none.</param>
public sealed record AnnotatorQuality(int Votes, double Accuracy, double[][]? Confusion = null);

/// <summary>One method's result: for each item how likely each label is, and for each annotator how good.</summary>
public sealed class Aggregation
{
    private const double TieWithin = 1e-9;

    private readonly double[] _posterior;
    private readonly int _labels;
    private readonly int _seed;

    /// <summary>A result.</summary>
    /// <param name="posterior">Items × labels, row after row; each row sums to 1. Kept, not copied.</param>
    /// <param name="labels">Labels in a row.</param>
    /// <param name="annotators">By place.</param>
    /// <param name="convergence">How the method ended.</param>
    /// <param name="seed">Breaks ties.</param>
    public Aggregation(double[] posterior, int labels, IReadOnlyList<AnnotatorQuality> annotators, Convergence convergence, int seed)
        => (_posterior, _labels, Annotators, Convergence, _seed) = (posterior, labels, annotators, convergence, seed);

    /// <summary>What the method holds of each annotator.</summary>
    public IReadOnlyList<AnnotatorQuality> Annotators { get; }

    /// <summary>How the method ended.</summary>
    public Convergence Convergence { get; }

    /// <summary>How likely each label is the item's right one.</summary>
    public ReadOnlySpan<double> Posterior(int item) => _posterior.AsSpan(item * _labels, _labels);

    /// <summary>The most likely label. Of several equally likely ones the seed chooses, for each item by itself.</summary>
    public int Answer(int item)
    {
        Span<int> best = _labels <= 64 ? stackalloc int[_labels] : new int[_labels];
        var tied = Best(item, best);
        return best[tied == 1 ? 0 : (int)(Mix(((ulong)(uint)_seed << 32) | (uint)item) % (uint)tied)];
    }

    /// <summary>Whether several labels are equally likely, so that chance gave the answer.</summary>
    public bool IsTie(int item)
    {
        Span<int> best = _labels <= 64 ? stackalloc int[_labels] : new int[_labels];
        return Best(item, best) > 1;
    }

    private int Best(int item, Span<int> best)
    {
        var posterior = Posterior(item);
        var highest = double.NegativeInfinity;
        foreach (var probability in posterior) highest = Math.Max(highest, probability);
        var tied = 0;
        for (var label = 0; label < posterior.Length; label++)
            if (posterior[label] >= highest - TieWithin)
                best[tied++] = label;
        return tied;
    }

    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014): neighbouring items must not get neighbouring draws.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
