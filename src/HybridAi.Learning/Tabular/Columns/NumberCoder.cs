namespace HybridAi.Learning.Tabular.Columns;

/// <summary>A number is its own feature.</summary>
internal sealed class NumberCoder(int column) : ColumnCoder(column, 1)
{
    public override void Code(double value, string? cell, Span<float> features) => features[0] = (float)value;

    public override void Write(BinaryWriter writer)
    {
    }
}
