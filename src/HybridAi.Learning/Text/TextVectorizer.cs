using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using HybridAi.Learning.Linear;

namespace HybridAi.Learning.Text;

/// <summary>
/// Turns a text into a sparse vector of length 1: each known n-gram weighs (1 + ln count) · idf, where a count stops at 255 and idf = 1 + ln((1 + texts) /
/// (1 + texts with it)), words times their factor. The trainer and the served model call this one method.
/// </summary>
/// <remarks>Salton and Buckley 1988, "Term-weighting approaches in automatic text retrieval": sublinear counts, idf, cosine.</remarks>
internal sealed class TextVectorizer(NGramScanner scanner, FeatureTable table, float[] weights)
{
    private static readonly float[] Sublinear = [.. Enumerable.Range(0, byte.MaxValue + 1).Select(count => 1 + MathF.Log(Math.Max(count, 1)))];

    public NGramScanner Scanner { get; } = scanner;

    public FeatureTable Table { get; } = table;

    /// <summary>Inverse document frequency by feature, words already multiplied by their factor.</summary>
    public float[] Weights { get; } = weights;

    public int FeatureCount => Weights.Length;

    /// <summary>Fills the scratch with the text's features and values and returns how many there are.</summary>
    public int Vectorise(ReadOnlySpan<char> text, TextScratch scratch)
    {
        var sink = new FeatureCountSink(Table, scratch);
        Scanner.Scan(text, ref sink);
        var count = sink.Finish();

        var values = scratch.Values.AsSpan(0, count);
        for (var i = 0; i < values.Length; i++)
        {
            var feature = scratch.Features[i];
            values[i] = Weights[feature] * Sublinear[scratch.Counts[feature]];
            scratch.Counts[feature] = 0;
        }

        ScaleToLengthOne(values);
        return count;
    }

    /// <summary>The chosen texts as rows; the last column is the constant 1.</summary>
    public SparseRows Vectorise(IReadOnlyList<string> texts, ReadOnlySpan<int> chosen)
    {
        var scratch = TextScratch.For(FeatureCount, 0);
        var starts = new int[chosen.Length + 1];
        var columns = new List<int>(chosen.Length * 64);
        var values = new List<float>(chosen.Length * 64);
        for (var i = 0; i < chosen.Length; i++)
        {
            var count = Vectorise(texts[chosen[i]], scratch);
            columns.AddRange(scratch.Features.AsSpan(0, count));
            values.AddRange(scratch.Values.AsSpan(0, count));
            columns.Add(FeatureCount);
            values.Add(1);
            starts[i + 1] = columns.Count;
        }

        return new SparseRows(starts, columns.ToArray(), values.ToArray(), FeatureCount + 1);
    }

    private static void ScaleToLengthOne(Span<float> values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var rest = values[(vectors.Length * Vector256<float>.Count)..];
        var sums = Vector256<float>.Zero;
        foreach (var vector in vectors) sums += vector * vector;
        var sum = Vector256.Sum(sums);
        foreach (var value in rest) sum += value * value;
        if (sum == 0) return;

        var scale = 1 / MathF.Sqrt(sum);
        foreach (ref var vector in vectors) vector *= scale;
        foreach (ref var value in rest) value *= scale;
    }
}
