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
    private static readonly Comparer<Neighbour> NearestFirst = Comparer<Neighbour>.Create(Compare);
    private static readonly Comparer<Neighbour> FarthestFirst = Comparer<Neighbour>.Create((left, right) => Compare(right, left));

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
        Parallel.For(0, texts.Count, options, () => (Sums: new float[texts.Count], Features: new float[rows.ColumnCount]), (row, _, scratch) =>
        {
            found[row] = Nearest(rows, index, row, count, scratch.Sums, scratch.Features);
            return scratch;
        }, _ => { });
        return found;
    }

    // Both scratch arrays are zero before and after.
    private static Neighbour[] Nearest(SparseRows rows, PostingLists index, int row, int count, float[] sums, float[] features)
    {
        var most = count * ComparedInFull;
        var kept = new PriorityQueue<Neighbour, Neighbour>(FarthestFirst);
        foreach (var other in index.Accumulate(row, sums))
        {
            var candidate = new Neighbour(other, sums[other]);
            sums[other] = 0;
            if (other == row) continue;
            if (kept.Count < most) kept.Enqueue(candidate, candidate);
            else if (Compare(candidate, kept.Peek()) < 0) kept.EnqueueDequeue(candidate, candidate);
        }

        // The constant last column says nothing.
        for (var i = rows.Starts[row]; i < rows.Starts[row + 1]; i++)
            if (rows.Columns[i] != rows.ColumnCount - 1) features[rows.Columns[i]] = rows.Values[i];
        var nearest = kept.UnorderedItems.Select(item => item.Element with { Similarity = Product(rows, item.Element.Row, features) })
            .Order(NearestFirst).Take(count).ToArray();
        for (var i = rows.Starts[row]; i < rows.Starts[row + 1]; i++) features[rows.Columns[i]] = 0;
        return nearest;
    }

    private static int Compare(Neighbour left, Neighbour right)
        => left.Similarity != right.Similarity ? right.Similarity.CompareTo(left.Similarity) : left.Row.CompareTo(right.Row);

    private static float Product(SparseRows rows, int row, float[] features)
    {
        var sum = 0f;
        for (var i = rows.Starts[row]; i < rows.Starts[row + 1]; i++) sum += features[rows.Columns[i]] * rows.Values[i];
        return sum;
    }
}
