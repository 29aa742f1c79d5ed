using System.Buffers;
using System.Runtime.CompilerServices;

namespace HybridAi.Learning.Retrieval;

/// <summary>
/// Sorts keys, with what belongs to them, by their upper half, byte by byte from its lowest: keys are hashes, so that leaves next to nothing to be compared.
/// Where it does, whatever the reason, they are sorted by comparing.
/// </summary>
internal static class KeySort
{
    private const int Lowest = 32;
    private const int Bytes = 4;

    /// <summary>Sorts keys in place; what belongs to equal ones keeps its order.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="entries">What belongs to each, ascending among equal keys; empty: nothing does.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sort(Span<ulong> keys, Span<uint> entries)
    {
        var keyRoom = ArrayPool<ulong>.Shared.Rent(keys.Length);
        var entryRoom = ArrayPool<uint>.Shared.Rent(entries.Length);
        Span<ulong> to = keyRoom.AsSpan(0, keys.Length);
        Span<uint> entriesTo = entryRoom.AsSpan(0, entries.Length);
        for (var pass = 0; pass < Bytes; pass += 2)
        {
            Spread(keys, entries, to, entriesTo, Lowest + 8 * pass);
            Spread(to, entriesTo, keys, entries, Lowest + 8 * pass + 8);
        }

        ArrayPool<ulong>.Shared.Return(keyRoom);
        ArrayPool<uint>.Shared.Return(entryRoom);
        Finish(keys, entries);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread(ReadOnlySpan<ulong> keys, ReadOnlySpan<uint> entries, Span<ulong> to, Span<uint> entriesTo, int shift)
    {
        Span<int> places = stackalloc int[256];
        places.Clear();
        foreach (var key in keys) places[(byte)(key >> shift)]++;
        var sum = 0;
        foreach (ref var place in places) (place, sum) = (sum, sum + place);
        for (var at = 0; at < keys.Length; at++)
        {
            var place = places[(byte)(keys[at] >> shift)]++;
            to[place] = keys[at];
            if (!entries.IsEmpty) entriesTo[place] = entries[at];
        }
    }

    // Few keys share their upper half; those are put in order one by one.
    private static void Finish(Span<ulong> keys, Span<uint> entries)
    {
        var moves = 0;
        for (var at = 1; at < keys.Length; at++)
            for (var back = at; back > 0 && keys[back] < keys[back - 1]; back--)
            {
                (keys[back], keys[back - 1]) = (keys[back - 1], keys[back]);
                if (!entries.IsEmpty) (entries[back], entries[back - 1]) = (entries[back - 1], entries[back]);
                if (++moves <= keys.Length) continue;
                Compare(keys, entries);
                return;
            }
    }

    private static void Compare(Span<ulong> keys, Span<uint> entries)
    {
        if (entries.IsEmpty)
        {
            keys.Sort();
            return;
        }

        keys.Sort(entries);
        for (var from = 0; from < keys.Length;)
        {
            var to = from + 1;
            while (to < keys.Length && keys[to] == keys[from]) to++;
            entries[from..to].Sort();
            from = to;
        }
    }
}
