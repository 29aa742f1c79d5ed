using HybridAi.Learning.Tabular.Boosting;
using HybridAi.Learning.Tabular.Columns;
using HybridAi.Learning.Tabular.Linear;

namespace HybridAi.Learning.Tabular;

/// <summary>What classifier and regressor share: from cells to scores, to what speaks for them, and how unlike the training rows they are.</summary>
/// <param name="Reader">Reads cells.</param>
/// <param name="Coding">Makes features of them.</param>
/// <param name="Linear">A linear model; null: none.</param>
/// <param name="Trees">Boosted trees; null: none. Where there are both, each has half a say.</param>
/// <param name="Ranges">The training rows' range of each column.</param>
/// <param name="Outputs">Scores a row: one a label, or the estimate.</param>
internal sealed record TableModel(
    TableReader Reader, TableCoding Coding, LinearModel? Linear, BoostedTrees? Trees, ColumnRange[] Ranges, int Outputs)
{
    private readonly float _share = Linear is not null && Trees is not null ? 0.5f : 1;

    /// <summary>The scores of a row, in memory of the thread that the next row overwrites.</summary>
    public Span<float> Scores(ReadOnlySpan<string?> cells, TableScratch scratch)
    {
        var row = Code(cells, scratch);
        var scores = scratch.Scores.AsSpan(0, Outputs);
        scores.Clear();
        Linear?.AddScores(Coding, row, scratch, _share, scores);
        if (Trees is not null) AddScores(Trees, row.Features, scratch, _share, scores);
        return scores;
    }

    public TableScratch Scratch() => TableScratch.For(Reader.Columns.Count, Coding.Width + 1, Linear?.Coding.Terms.Length ?? 0, Outputs);

    /// <summary>Reads and codes a row into the scratch.</summary>
    public CodedRow Code(ReadOnlySpan<string?> cells, TableScratch scratch)
    {
        var values = scratch.Values.AsSpan(0, Reader.Columns.Count);
        var features = scratch.Features.AsSpan(0, Coding.Width);
        Reader.Read(cells, values);
        Coding.Code(values, cells, features);
        return new(values, features);
    }

    /// <summary>Of two labels trees score the second's log odds alone; each label is given half of it.</summary>
    public static void AddScores(BoostedTrees trees, ReadOnlySpan<float> features, TableScratch scratch, float share, Span<float> scores)
    {
        var own = scratch.PartScores.AsSpan(0, trees.Outputs);
        trees.Score(features, own);
        if (own.Length == scores.Length)
        {
            for (var k = 0; k < scores.Length; k++) scores[k] += share * own[k];
        }
        else
        {
            scores[0] -= share * own[0] / 2;
            scores[1] += share * own[0] / 2;
        }
    }

    /// <summary>What each column adds to each score: columns × outputs.</summary>
    public double[] Contributions(ReadOnlySpan<string?> cells)
    {
        var scratch = Scratch();
        var row = Code(cells, scratch);
        var contributions = new double[Reader.Columns.Count * Outputs];
        Linear?.Explain(Coding, row, scratch, _share, contributions);
        if (Trees is null) return contributions;
        var byFeature = new double[Coding.Width * Trees.Outputs];
        Trees.Explain(row.Features, byFeature);
        var owners = Coding.Owners();
        for (var feature = 0; feature < owners.Length; feature++)
        {
            for (var k = 0; k < Outputs; k++)
            {
                var own = Trees.Outputs == Outputs ? byFeature[feature * Outputs + k] : byFeature[feature] * (k == 0 ? -0.5 : 0.5);
                contributions[owners[feature] * Outputs + k] += _share * own;
            }
        }

        return contributions;
    }

    /// <summary>The mean over columns of how unlike the training rows the cell is, from 0 to 1.</summary>
    public double Novelty(ReadOnlySpan<string?> cells)
    {
        var values = Scratch().Values.AsSpan(0, Reader.Columns.Count);
        Reader.Read(cells, values);
        var sum = 0.0;
        for (var column = 0; column < values.Length; column++)
        {
            sum += Coding.Coders[column] is TextCoder text && !string.IsNullOrWhiteSpace(cells[column])
                ? text.Novelty(cells[column])
                : Ranges[column].Novelty(values[column], cells[column] is null);
        }

        return sum / values.Length;
    }

    /// <summary>The strongest columns first, for or against.</summary>
    public IReadOnlyList<ColumnWeight> Strongest(ReadOnlySpan<string?> cells, Func<double[], int, double> weigh, int top)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        var contributions = Contributions(cells);
        var weights = new ColumnWeight[cells.Length];
        for (var column = 0; column < weights.Length; column++)
            weights[column] = new(Reader.Columns[column].Name, cells[column], weigh(contributions, column));
        return [.. weights.OrderByDescending(weight => Math.Abs(weight.Weight)).ThenBy(weight => weight.Column, StringComparer.Ordinal).Take(top)];
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Reader.Columns.Count);
        for (var column = 0; column < Reader.Columns.Count; column++)
        {
            writer.Write(Reader.Columns[column].Name);
            writer.Write((byte)Reader.Columns[column].Kind);
            if (Reader.Levels[column] is { } levels) TableFile.WriteNames(writer, levels);
        }

        TableFile.WriteAll<ColumnRange>(writer, Ranges);
        Coding.Write(writer);
        writer.Write(Linear is not null);
        Linear?.Write(writer);
        writer.Write(Trees is not null);
        Trees?.Write(writer);
    }

    public static TableModel Read(BinaryReader reader, int outputs)
    {
        var columns = new List<TableColumn>();
        var levels = new List<string[]?>();
        for (var left = TableFile.Count(reader); left > 0; left--)
        {
            columns.Add(new(reader.ReadString(), (ColumnKind)reader.ReadByte()));
            if (!Enum.IsDefined(columns[^1].Kind)) throw new InvalidDataException("A column is of no known kind.");
            levels.Add(columns[^1].Kind == ColumnKind.Category ? TableFile.ReadNames(reader) : null);
        }

        var ranges = TableFile.ReadAll<ColumnRange>(reader);
        if (ranges.Length != columns.Count) throw new InvalidDataException("The model file has ranges of other columns.");
        var coding = TableCoding.Read(reader, columns.Count);
        var linear = reader.ReadBoolean() ? LinearModel.Read(reader, outputs, coding) : null;
        var trees = reader.ReadBoolean() ? BoostedTrees.Read(reader, outputs == 2 ? 1 : outputs, coding.Width) : null;
        return new(new(columns, levels), coding, linear, trees, ranges, outputs);
    }
}

/// <summary>What a column's cells were in the training rows.</summary>
/// <param name="Low">The smallest number.</param>
/// <param name="High">The largest number, or the last level's place.</param>
/// <param name="Misses">1: some were missing.</param>
internal readonly record struct ColumnRange(double Low, double High, int Misses)
{
    public static ColumnRange[] Of(TableRows table)
    {
        var ranges = new ColumnRange[table.Columns];
        for (var column = 0; column < ranges.Length; column++)
        {
            var (low, high, misses) = (double.PositiveInfinity, double.NegativeInfinity, 0);
            for (var row = 0; row < table.Count; row++)
            {
                var value = table.ValuesOf(row)[column];
                if (double.IsNaN(value)) misses = 1;
                else (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }

            ranges[column] = new(low, high, misses);
        }

        return ranges;
    }

    /// <summary>1 outside the range, for an unknown level, for a cell that is no number, and where a cell is missing that never was; 0 otherwise.</summary>
    public double Novelty(double value, bool missing)
    {
        if (double.IsNaN(value)) return missing && Misses != 0 ? 0 : 1;
        return value >= Low && value <= High ? 0 : 1;
    }
}
