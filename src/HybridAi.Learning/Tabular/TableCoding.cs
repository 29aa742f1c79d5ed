using HybridAi.Learning.Tabular.Columns;

namespace HybridAi.Learning.Tabular;

/// <summary>Makes the features of a row out of its columns, each by its own coder.</summary>
/// <param name="Coders">One a column, in their order.</param>
internal sealed record TableCoding(ColumnCoder[] Coders)
{
    /// <summary>A category of more levels is coded by the target's mean instead of level by level.</summary>
    public const int FewLevels = 12;

    /// <summary>Number of features.</summary>
    public int Width { get; } = Coders.Sum(coder => coder.Width);

    /// <summary>Fits the coders on rows, which come out coded as training rows.</summary>
    public static CodedTable Fit(TableRows table, int[] rows, int seed, CancellationToken ct)
    {
        var target = table.Target.Of(rows);
        var groups = Array.ConvertAll(rows, row => table.Groups[row]);
        var coded = new CodedColumn[table.Columns];
        for (var column = 0; column < coded.Length; column++)
        {
            ct.ThrowIfCancellationRequested();
            var data = new ColumnData(
                column, table.Reader.Columns[column].Kind, Array.ConvertAll(rows, row => table.ValuesOf(row)[column]),
                Array.ConvertAll(rows, row => table.Cells[row][column]), target, groups);
            coded[column] = Code(data, table.Reader.Levels[column]?.Count ?? 0, unchecked(seed * 31 + column), ct);
        }

        var coding = new TableCoding([.. coded.Select(one => one.Coder)]);
        return new(coding, rows, target, groups, [.. coded.SelectMany(one => one.Training)], rows.Length);
    }

    /// <summary>Codes one row as any row that was not trained on.</summary>
    public void Code(ReadOnlySpan<double> values, ReadOnlySpan<string?> cells, Span<float> features)
    {
        var first = 0;
        foreach (var coder in Coders)
        {
            coder.Code(values[coder.Column], cells[coder.Column], features.Slice(first, coder.Width));
            first += coder.Width;
        }
    }

    /// <summary>The column that each feature is made of.</summary>
    public int[] Owners() => [.. Coders.SelectMany(coder => Enumerable.Repeat(coder.Column, coder.Width))];

    public void Write(BinaryWriter writer)
    {
        foreach (var coder in Coders)
        {
            writer.Write((byte)(coder switch { NumberCoder => 0, LevelCoder => 1, TargetCoder => 2, _ => 3 }));
            coder.Write(writer);
        }
    }

    public static TableCoding Read(BinaryReader reader, int columns)
    {
        var coders = new ColumnCoder[columns];
        for (var column = 0; column < columns; column++)
        {
            coders[column] = reader.ReadByte() switch
            {
                0 => NumberCoder.Read(column, reader),
                1 => LevelCoder.Read(column, reader),
                2 => TargetCoder.Read(column, reader),
                3 => TextCoder.Read(column, reader),
                var kind => throw new InvalidDataException($"The model file codes a column by the unknown rule {kind}."),
            };
        }

        return new(coders);
    }

    private static CodedColumn Code(ColumnData data, int levels, int seed, CancellationToken ct)
    {
        if (data.Kind == ColumnKind.Number) return CodedColumn.Of(NumberCoder.Fit(data), data);
        if (data.Kind == ColumnKind.Text) return TextCoder.Fit(data, seed, ct);
        var counts = new int[levels];
        foreach (var value in data.Values)
            if (!double.IsNaN(value))
                counts[(int)value]++;
        return counts.Count(count => count > 0) <= FewLevels
            ? CodedColumn.Of(LevelCoder.Fit(data, counts), data)
            : TargetCoder.Fit(data, counts, seed);
    }
}

/// <summary>All rows that a training is given, read once.</summary>
/// <param name="Reader">What read them.</param>
/// <param name="Cells">Rows × columns.</param>
/// <param name="Values">What the reader made of the cells, row by row.</param>
/// <param name="Target">The target of each row.</param>
/// <param name="Groups">The group of each row.</param>
internal sealed record TableRows(
    TableReader Reader, IReadOnlyList<IReadOnlyList<string?>> Cells, double[] Values, TableTarget Target, int[] Groups)
{
    public int Count => Cells.Count;

    public int Columns => Reader.Columns.Count;

    public static TableRows Of(TabularRows rows, TableTarget target, IReadOnlyList<int>? groups)
    {
        var reader = TableReader.Fit(rows);
        return new(reader, rows.Cells, reader.ReadAll(rows), target, groups is null ? [.. Enumerable.Range(0, rows.Count)] : [.. groups]);
    }

    public ReadOnlySpan<double> ValuesOf(int row) => Values.AsSpan(row * Columns, Columns);
}

/// <summary>Rows that a model is fitted on, with their features.</summary>
/// <param name="Coding">What makes features of further rows.</param>
/// <param name="Rows">Which rows of the table they are.</param>
/// <param name="Target">Their target.</param>
/// <param name="Groups">Their groups.</param>
/// <param name="Features">Features × rows.</param>
/// <param name="Count">Number of rows.</param>
internal sealed record CodedTable(TableCoding Coding, int[] Rows, TableTarget Target, int[] Groups, float[][] Features, int Count);
