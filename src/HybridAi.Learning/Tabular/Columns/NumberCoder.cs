namespace HybridAi.Learning.Tabular.Columns;

/// <summary>A number is its own feature, counted from the middle of its range so that single precision has room for its differences.</summary>
/// <param name="column">Which column it reads.</param>
/// <param name="middle">The middle of the training rows' range.</param>
internal sealed class NumberCoder(int column, double middle) : ColumnCoder(column, 1)
{
    // Far enough from the end of single precision that differences of two such numbers don't pass it.
    private const double Furthest = 1e37;

    public static NumberCoder Fit(ColumnData data)
    {
        var known = data.Values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(0).ToArray();
        return new(data.Column, known.Min() / 2 + known.Max() / 2);
    }

    public static NumberCoder Read(int column, BinaryReader reader) => new(column, reader.ReadDouble());

    public override void Code(double value, string? cell, Span<float> features) => features[0] = (float)Math.Clamp(value - middle, -Furthest, Furthest);

    public override void Write(BinaryWriter writer) => writer.Write(middle);
}
