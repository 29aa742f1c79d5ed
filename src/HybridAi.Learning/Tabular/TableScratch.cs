namespace HybridAi.Learning.Tabular;

/// <summary>A row as models read it.</summary>
/// <param name="values">What the reader made of its cells.</param>
/// <param name="features">What the coding made of them.</param>
internal readonly ref struct CodedRow(ReadOnlySpan<double> values, ReadOnlySpan<float> features)
{
    public readonly ReadOnlySpan<double> Values = values;
    public readonly ReadOnlySpan<float> Features = features;
}

/// <summary>The working memory of one thread, shared by all models it serves, so that a prediction allocates nothing once it has grown.</summary>
internal sealed class TableScratch
{
    [ThreadStatic]
    private static TableScratch? Current;

    public double[] Values = [];
    public float[] Features = [];
    public int[] Columns = [];
    public float[] Entries = [];
    public float[] Scores = [];
    public float[] PartScores = [];

    /// <summary>This thread's memory with room for a row of so many columns, features, terms of a linear model and scores.</summary>
    public static TableScratch For(int columns, int features, int terms, int outputs)
    {
        var scratch = Current ??= new();
        if (scratch.Values.Length < columns) scratch.Values = new double[columns];
        if (scratch.Features.Length < features) scratch.Features = new float[features];
        if (scratch.Columns.Length < terms) (scratch.Columns, scratch.Entries) = (new int[terms], new float[terms]);
        if (scratch.Scores.Length < outputs) (scratch.Scores, scratch.PartScores) = (new float[outputs], new float[outputs]);
        return scratch;
    }
}
