using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HybridAi.Learning.Text;

/// <summary>
/// Counts the known features of a text into the scratch. Hashes are collected first and looked up in a loop of its own, which
/// the processor overlaps better than look-ups spread over the scanner.
/// </summary>
internal struct FeatureCountSink(FeatureTable table, TextScratch scratch) : INGramSink
{
    private int _pending;
    private int _distinct;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(uint hash, NGramKind kind, int start, int end)
    {
        scratch.Pending[_pending++] = hash;
        if (_pending < scratch.Pending.Length) return;
        _distinct = Count(table, scratch, _pending, _distinct);
        _pending = 0;
    }

    /// <summary>Counts what is left and returns how many features the text has, each listed once.</summary>
    public readonly int Finish() => Count(table, scratch, _pending, _distinct);

    private static int Count(FeatureTable table, TextScratch scratch, int pending, int distinct)
    {
        ref var counts = ref MemoryMarshal.GetArrayDataReference(scratch.Counts);
        ref var features = ref MemoryMarshal.GetArrayDataReference(scratch.Features);

        // Unknown n-grams take the same way without a branch: a count stands behind the last feature, so none is listed.
        Unsafe.Add(ref counts, table.Unknown) = 1;
        foreach (var hash in scratch.Pending.AsSpan(0, pending))
        {
            var feature = table.Find(hash);
            int count = Unsafe.Add(ref counts, feature);
            Unsafe.Add(ref features, distinct) = feature;
            distinct += count == 0 ? 1 : 0;
            Unsafe.Add(ref counts, feature) = (byte)(count + 1 - ((count + 1) >> 8)); // stays at 255
        }

        Unsafe.Add(ref counts, table.Unknown) = 0;
        return distinct;
    }
}
