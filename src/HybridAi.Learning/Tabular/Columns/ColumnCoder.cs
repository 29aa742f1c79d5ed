namespace HybridAi.Learning.Tabular.Columns;

/// <summary>Makes features of one column's cells. A family: numbers, few levels, many levels, texts.</summary>
internal abstract class ColumnCoder(int column, int width)
{
    /// <summary>Which column it reads.</summary>
    public int Column { get; } = column;

    /// <summary>How many features it makes.</summary>
    public int Width { get; } = width;

    /// <summary>Whether its features are 0 or 1.</summary>
    public virtual bool Indicates => false;

    /// <summary>Levels beyond the features that a linear model may weigh one by one; 0: none.</summary>
    public virtual int Levels => 0;

    /// <summary>The features of one cell; a missing number is not a number.</summary>
    /// <param name="value">What the reader made of the cell.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="features">Of length <see cref="Width"/>.</param>
    public abstract void Code(double value, string? cell, Span<float> features);

    /// <summary>The place of a value among <see cref="Levels"/>; -1: none of them.</summary>
    public virtual int LevelOf(double value) => -1;

    public abstract void Write(BinaryWriter writer);
}

/// <summary>A coder and what it makes of the rows that it was fitted on, which for a target's statistics is not what it makes of new rows.</summary>
/// <param name="Coder">The coder.</param>
/// <param name="Training">Features × rows.</param>
internal sealed record CodedColumn(ColumnCoder Coder, float[][] Training)
{
    /// <summary>For coders that don't look at the target: training rows are coded like any others.</summary>
    public static CodedColumn Of(ColumnCoder coder, ColumnData data)
    {
        var training = new float[coder.Width][];
        for (var k = 0; k < training.Length; k++) training[k] = new float[data.Values.Length];
        var features = new float[coder.Width];
        for (var row = 0; row < data.Values.Length; row++)
        {
            coder.Code(data.Values[row], data.Cells[row], features);
            for (var k = 0; k < features.Length; k++) training[k][row] = features[k];
        }

        return new(coder, training);
    }
}

/// <summary>One column of the rows that are trained on.</summary>
/// <param name="Column">Its place in the table.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Values">What the reader made of the cells.</param>
/// <param name="Cells">The cells.</param>
/// <param name="Target">The target of the same rows.</param>
/// <param name="Groups">The group of each row; rows of one group tell each other's target.</param>
internal sealed record ColumnData(int Column, ColumnKind Kind, double[] Values, string?[] Cells, TableTarget Target, int[] Groups);
