namespace HybridAi.Learning.Tabular.Columns;

/// <summary>
/// A category of few levels: a feature of 0 or 1 each. Levels of a single training row share one feature with all that are unknown, and a missing
/// cell has one of its own where training rows miss it.
/// </summary>
/// <param name="column">Which column it reads.</param>
/// <param name="featureOf">The feature of each level.</param>
/// <param name="other">The feature of rare and unknown levels; -1: there is none.</param>
/// <param name="missing">The feature of missing cells; -1: there is none.</param>
/// <param name="width">Number of features.</param>
internal sealed class LevelCoder(int column, int[] featureOf, int other, int missing, int width) : ColumnCoder(column, width)
{
    private const int Rare = 2;

    public override bool Indicates => true;

    public static LevelCoder Fit(ColumnData data, int[] counts)
    {
        var width = 0;
        var featureOf = Array.ConvertAll(counts, count => count >= Rare ? width++ : -1);
        var other = counts.Any(count => count is > 0 and < Rare) ? width++ : -1;
        var missing = data.Values.Any(double.IsNaN) ? width++ : -1;
        for (var level = 0; level < featureOf.Length; level++)
            if (featureOf[level] < 0)
                featureOf[level] = other;
        return new(data.Column, featureOf, other, missing, width);
    }

    public static LevelCoder Read(int column, BinaryReader reader)
    {
        var (width, other, missing) = (TableFile.Count(reader), reader.ReadInt32(), reader.ReadInt32());
        var featureOf = TableFile.ReadAll<int>(reader);
        if (featureOf.Append(other).Append(missing).Any(feature => feature < -1 || feature >= width))
            throw new InvalidDataException("A level has a feature that the column does not have.");
        return new(column, featureOf, other, missing, width);
    }

    public override void Code(double value, string? cell, Span<float> features)
    {
        features.Clear();
        var feature = double.IsNaN(value) ? missing : (uint)(int)value < (uint)featureOf.Length ? featureOf[(int)value] : other;
        if (feature >= 0) features[feature] = 1;
    }

    public override void Write(BinaryWriter writer)
    {
        writer.Write(Width);
        writer.Write(other);
        writer.Write(missing);
        TableFile.WriteAll<int>(writer, featureOf);
    }
}
