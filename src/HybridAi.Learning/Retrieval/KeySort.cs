using System.Buffers;
using System.Runtime.CompilerServices;

namespace HybridAi.Learning.Retrieval;

/// <summary>Sorts keys, with what belongs to them, digit by digit from the lowest: keys are hashes, so comparing them would cost several times as much.</summary>
internal static class KeySort
{
    private const int DigitBits = 11;
    private const int Digits = 6;

    /// <summary>Sorts keys in place; what belongs to equal ones keeps its order.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="entries">What belongs to each; empty: nothing does.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sort(Span<ulong> keys, Span<uint> entries)
    {
        var keyRoom = ArrayPool<ulong>.Shared.Rent(keys.Length);
        var entryRoom = ArrayPool<uint>.Shared.Rent(entries.Length);
        Span<ulong> from = keys, to = keyRoom.AsSpan(0, keys.Length);
        Span<uint> entriesFrom = entries, entriesTo = entryRoom.AsSpan(0, entries.Length);
        Span<int> places = stackalloc int[1 << DigitBits];
        // An even number of digits: in the end all stands where it was.
        for (var digit = 0; digit < Digits; digit++)
        {
            Places(from, digit * DigitBits, places);
            for (var at = 0; at < from.Length; at++)
            {
                var place = places[Digit(from[at], digit * DigitBits)]++;
                to[place] = from[at];
                if (!entriesFrom.IsEmpty) entriesTo[place] = entriesFrom[at];
            }

            var unsorted = from;
            from = to;
            to = unsorted;
            var entriesUnsorted = entriesFrom;
            entriesFrom = entriesTo;
            entriesTo = entriesUnsorted;
        }

        ArrayPool<ulong>.Shared.Return(keyRoom);
        ArrayPool<uint>.Shared.Return(entryRoom);
    }

    private static void Places(ReadOnlySpan<ulong> keys, int shift, Span<int> places)
    {
        places.Clear();
        foreach (var key in keys) places[Digit(key, shift)]++;
        var sum = 0;
        foreach (ref var place in places) (place, sum) = (sum, sum + place);
    }

    private static int Digit(ulong key, int shift) => (int)(key >> shift) & ((1 << DigitBits) - 1);
}
