using HybridAi.Learning.Linear;

namespace HybridAi.Learning.Tabular.Linear;

/// <summary>Turns features into the columns of a linear model: standardised numbers, indicators, frequent levels; with curves also hinges.</summary>
/// <param name="Terms">The columns, in order.</param>
internal sealed record LinearCoding(LinearTerm[] Terms)
{
    // A curve of four straight pieces.
    private static readonly double[] Knots = [0.25, 0.5, 0.75];

    /// <summary>Number of columns.</summary>
    public int Width { get; } = Terms.Sum(term => term.Width);

    public static LinearCoding Fit(CodedTable table, bool curves)
    {
        var terms = new List<LinearTerm>();
        var feature = 0;
        foreach (var coder in table.Coding.Coders)
        {
            if (coder.Levels > 0) terms.Add(new(TermKind.Levels, coder.Column, 0, coder.Levels, 0));
            // What levels of their own say need not be said by their mean once more, and the rare ones have only that.
            for (var k = 0; k < coder.Width; k++, feature++)
                terms.AddRange(coder.Indicates ? [new(TermKind.Indicator, feature, 0, 1, 0)] : OfNumber(table.Features[feature], feature, curves));
        }

        return new([.. terms]);
    }

    /// <summary>Writes the columns of a row that are not 0 and returns how many they are.</summary>
    public int Code(TableCoding coding, ReadOnlySpan<double> values, ReadOnlySpan<float> features, Span<int> columns, Span<float> entries)
    {
        var (count, column) = (0, 0);
        foreach (var term in Terms)
        {
            if (term.Kind == TermKind.Levels)
            {
                var level = coding.Coders[term.Source].LevelOf(values[term.Source]);
                if (level >= 0) (columns[count], entries[count++]) = (column + level, 1);
            }
            else if (term.Of(features[term.Source]) is var entry and not 0)
            {
                (columns[count], entries[count++]) = (column, entry);
            }

            column += term.Width;
        }

        return count;
    }

    /// <summary>Training rows as a sparse matrix; the last column is the constant.</summary>
    public SparseRows Rows(TableRows table, CodedTable coded, float constant)
    {
        var features = new float[coded.Features.Length];
        var (columns, entries) = (new int[Terms.Length], new float[Terms.Length]);
        var (starts, allColumns, allEntries) = (new int[coded.Count + 1], new List<int>(), new List<float>());
        for (var row = 0; row < coded.Count; row++)
        {
            for (var k = 0; k < features.Length; k++) features[k] = coded.Features[k][row];
            var count = Code(coded.Coding, table.ValuesOf(coded.Rows[row]), features, columns, entries);
            allColumns.AddRange(columns.AsSpan(0, count));
            allEntries.AddRange(entries.AsSpan(0, count));
            allColumns.Add(Width);
            allEntries.Add(constant);
            starts[row + 1] = allColumns.Count;
        }

        return new(starts, [.. allColumns], [.. allEntries], Width + 1);
    }

    /// <summary>The table's column that each column is made of.</summary>
    public int[] Owners(TableCoding coding)
    {
        var owners = coding.Owners();
        return [.. Terms.SelectMany(term => Enumerable.Repeat(term.Kind == TermKind.Levels ? term.Source : owners[term.Source], term.Width))];
    }

    private static IEnumerable<LinearTerm> OfNumber(float[] values, int feature, bool curves)
    {
        var known = values.Where(value => !float.IsNaN(value)).ToArray();
        if (known.Length < values.Length && known.Length > 0) yield return new(TermKind.Missing, feature, 0, 1, 0);
        if (known.Length == 0) yield break;
        var mean = known.Average(value => (double)value);
        var deviation = Math.Sqrt(known.Average(value => (value - mean) * (value - mean)));
        if (!(deviation > 1e-9 * Math.Max(1, Math.Abs(mean)))) yield break;
        var straight = new LinearTerm(TermKind.Standardised, feature, (float)mean, (float)(1 / deviation), 0);
        yield return straight;
        if (!curves) yield break;
        Array.Sort(known);
        var least = straight.Of(known[0]);
        foreach (var knot in Knots.Select(share => straight.Of(known[(int)(share * (known.Length - 1))])).Distinct())
            if (knot > least && knot < straight.Of(known[^1]))
                yield return straight with { Kind = TermKind.Hinge, Knot = knot };
    }
}
