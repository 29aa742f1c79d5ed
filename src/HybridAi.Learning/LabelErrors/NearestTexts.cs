using HybridAi.Learning.Linear;
using HybridAi.Learning.Text;

namespace HybridAi.Learning.LabelErrors;

/// <summary>A text that is like another.</summary>
/// <param name="Row">Which one.</param>
/// <param name="Similarity">Cosine of their weighted n-grams, above 0, up to 1 for equal texts.</param>
public readonly record struct Neighbour(int Row, float Similarity);

/// <summary>For each text the most similar others, by word and character n-grams.</summary>
/// <remarks>
/// Term-at-a-time over an inverted index (Zobel and Moffat 2006, "Inverted files for text search engines", section 3). N-grams that
/// more than <see cref="LongestList"/> texts share say little and cost most: they find nobody, and count again when those who were
/// found are compared in full. Time thereby grows with the texts, not with their square. Drawback: two texts that have only such
/// n-grams in common are not found.
/// </remarks>
public static class NearestTexts
{
    private const int LongestList = 400;
    private const int ComparedInFull = 4;

    private static readonly TextClassifierSettings Features = new();

    /// <summary>Finds up to <paramref name="count"/> neighbours of each text, the nearest first; equal ones in the order of rows.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="count">Above 0.</param>
    /// <param name="ct">Checked every so many rows.</param>
    public static Neighbour[][] Find(IReadOnlyList<string> texts, int count, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        if (texts.Count == 0) return [];
        var all = Enumerable.Range(0, texts.Count).ToArray();
        var rows = VocabularyBuilder.Build(texts, all, Features).Vectorise(texts, all);
        var index = new PostingLists(rows, LongestList);
        var found = new Neighbour[texts.Count][];
        var options = new ParallelOptions { CancellationToken = ct };
        Parallel.For(0, texts.Count, options, () => new float[texts.Count], (row, _, sums) =>
        {
            found[row] = Nearest(rows, index, row, count, sums);
            return sums;
        }, _ => { });
        return found;
    }

    private static Neighbour[] Nearest(SparseRows rows, PostingLists index, int row, int count, float[] sums)
    {
        var touched = index.Accumulate(row, sums);
        var candidates = new List<Neighbour>(touched.Count);
        foreach (var other in touched)
        {
            if (other != row) candidates.Add(new(other, sums[other]));
            sums[other] = 0;
        }

        candidates.Sort(NearestFirst);
        return [.. candidates.Take(count * ComparedInFull)
            .Select(candidate => candidate with { Similarity = Cosine(rows, row, candidate.Row) })
            .Order(Comparer<Neighbour>.Create(NearestFirst))
            .Take(count)];
    }

    private static int NearestFirst(Neighbour left, Neighbour right)
        => left.Similarity != right.Similarity ? right.Similarity.CompareTo(left.Similarity) : left.Row.CompareTo(right.Row);

    // Rows hold their features in no order; texts are short.
    private static float Cosine(SparseRows rows, int left, int right)
    {
        var constant = rows.ColumnCount - 1;
        var values = new Dictionary<int, float>();
        for (var i = rows.Starts[left]; i < rows.Starts[left + 1]; i++) values[rows.Columns[i]] = rows.Values[i];
        var sum = 0f;
        for (var i = rows.Starts[right]; i < rows.Starts[right + 1]; i++)
        {
            if (rows.Columns[i] != constant && values.TryGetValue(rows.Columns[i], out var value)) sum += value * rows.Values[i];
        }

        return sum;
    }
}
