namespace HybridAi.Learning.Tabular;

/// <summary>What is to be foretold of each row.</summary>
/// <param name="Values">Labels by their place, or numbers.</param>
/// <param name="Classes">Number of labels; 0: the values are numbers.</param>
internal sealed record TableTarget(double[] Values, int Classes)
{
    public bool IsLabel => Classes > 0;

    /// <summary>Scores that a model gives a row: one a label, or the estimate.</summary>
    public int Outputs => Math.Max(Classes, 1);

    /// <summary>Numbers that tell the target's mean: the share of each label, of two labels the second's, or the mean itself.</summary>
    public int Statistics => Classes <= 2 ? 1 : Classes;

    /// <summary>A row's part in statistic <paramref name="k"/>.</summary>
    public double Statistic(int row, int k) => Classes switch
    {
        0 => Values[row],
        2 => Values[row],
        _ => Values[row] == k ? 1 : 0,
    };

    public TableTarget Of(ReadOnlySpan<int> rows)
    {
        var values = new double[rows.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Values[rows[i]];
        return this with { Values = values };
    }

    public int[] Labels() => Array.ConvertAll(Values, value => (int)value);
}
