namespace HybridAi.Learning.Drift;

/// <summary>How a window is compared with its reference.</summary>
/// <remarks>
/// The level is that of one window. Whoever looks at many windows and wants few false alarms over all of them divides by their number:
/// <see cref="Over"/>. That needs no independence of the windows, which they have not, since all are compared with one reference.
/// </remarks>
/// <param name="Level">Chance of an alarm on a window without drift, at most; above 0 to 0.5.</param>
/// <param name="Seed">Draws the permutations.</param>
public sealed record DriftSettings(double Level = 0.05, int Seed = 1)
{
    // So many draws should lie above the threshold: with fewer it is coarse, and what is coarse finds less. Below two nothing could ever be found.
    private const double AboveThreshold = 8;
    private const double LeastAbove = 2;
    private const int Most = 20_000;

    /// <summary>How often rows are drawn anew. More than this moves the threshold by little.</summary>
    public int Permutations => (int)Math.Max(Math.Clamp(Math.Ceiling(AboveThreshold / Level) - 1, 99, Most), Math.Ceiling(LeastAbove / Level));

    /// <summary>Settings that give at most the chance <paramref name="rate"/> of any false alarm over <paramref name="windows"/> windows.</summary>
    public static DriftSettings Over(int windows, double rate, int seed = 1) => new(rate / Math.Max(1, windows), seed);
}
