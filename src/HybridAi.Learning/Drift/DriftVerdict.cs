namespace HybridAi.Learning.Drift;

/// <summary>What a comparison of a window with its reference says.</summary>
/// <param name="Reference">Rows of the reference.</param>
/// <param name="Window">Rows of the window.</param>
/// <param name="Level">Chance of an alarm where nothing has drifted, at most.</param>
/// <param name="PValue">How likely at most such a window is where nothing has drifted, over all columns and statistics together.</param>
/// <param name="Findings">Every statistic of every column, the least likely first.</param>
public sealed record DriftVerdict(int Reference, int Window, double Level, double PValue, IReadOnlyList<DriftFinding> Findings)
{
    /// <summary>Whether the window has drifted.</summary>
    public bool Alarm => PValue <= Level;
}

/// <summary>One statistic of one column.</summary>
/// <param name="Column">The column.</param>
/// <param name="Statistic">What was measured.</param>
/// <param name="Value">How far reference and window are apart.</param>
/// <param name="Threshold">From where on that counts as drift, for these sizes and this number of columns.</param>
/// <param name="PValue">How likely at most the family of all statistics has one as extreme as this, where nothing has drifted.</param>
/// <param name="Drifted">Whether this column is one that has drifted.</param>
public sealed record DriftFinding(string Column, DriftStatistic Statistic, double Value, double Threshold, double PValue, bool Drifted);
