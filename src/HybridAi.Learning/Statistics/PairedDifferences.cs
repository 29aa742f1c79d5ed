namespace HybridAi.Learning.Statistics;

/// <summary>What n rows say of two answers to each: how often only the first is right (+1) and how often only the second (-1).</summary>
public readonly record struct PairedDifferences
{
    /// <summary>Counts as given.</summary>
    /// <param name="rows">All rows, at least wins and losses together.</param>
    /// <param name="wins">Rows where only the first is right, at least 0.</param>
    /// <param name="losses">Rows where only the second is right, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or there are fewer rows than wins and losses.</exception>
    public PairedDifferences(int rows, int wins, int losses)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wins);
        ArgumentOutOfRangeException.ThrowIfNegative(losses);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows - wins, losses, nameof(rows));
        (Rows, Wins, Losses) = (rows, wins, losses);
    }

    /// <summary>All rows.</summary>
    public int Rows { get; }

    /// <summary>Rows where only the first is right.</summary>
    public int Wins { get; }

    /// <summary>Rows where only the second is right.</summary>
    public int Losses { get; }

    /// <summary>Rows where just one is right.</summary>
    public int Differing => Wins + Losses;

    /// <summary>Mean difference, between -1 and 1; 0 without rows.</summary>
    public double Mean => Rows == 0 ? 0 : (Wins - Losses) / (double)Rows;

    /// <summary>The same rows with the two answers exchanged.</summary>
    public PairedDifferences Exchange() => new(Rows, Losses, Wins);

    /// <summary>Counts a row each.</summary>
    /// <param name="differences">1, 0 or -1 a row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is none of these.</exception>
    public static PairedDifferences Of(ReadOnlySpan<sbyte> differences)
    {
        int wins = 0, losses = 0;
        foreach (var difference in differences)
        {
            if (difference == 1) wins++;
            else if (difference == -1) losses++;
            else if (difference != 0) throw new ArgumentOutOfRangeException(nameof(differences), difference, "Must be 1, 0 or -1.");
        }

        return new PairedDifferences(differences.Length, wins, losses);
    }
}
