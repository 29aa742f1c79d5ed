namespace HybridAi.Learning.Drift;

/// <summary>
/// One column of a reference and of a window, pooled: what it measures depends only on which rows count as the window's, so that those rows can be drawn
/// again and again.
/// </summary>
public abstract class DriftColumn
{
    private protected DriftColumn(string name, int reference, int window)
    {
        if (reference == 0 || window == 0) throw new ArgumentException($"Column '{name}' has an empty sample.");
        (Name, Reference, Window) = (name, reference, window);
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>Rows of the reference.</summary>
    public int Reference { get; }

    /// <summary>Rows of the window.</summary>
    public int Window { get; }

    /// <summary>What it measures, in the order in which <see cref="Measure"/> writes.</summary>
    public abstract IReadOnlyList<DriftStatistic> Statistics { get; }

    /// <summary>Measures the distance between the rows that count as the window's and the others.</summary>
    /// <param name="inWindow">By pooled row, the reference's first: whether it counts as the window's. <see cref="Window"/> of them are true.</param>
    /// <param name="values">One value for each of <see cref="Statistics"/>.</param>
    internal abstract void Measure(ReadOnlySpan<bool> inWindow, Span<double> values);
}
