using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HybridAi.Learning.Text;

/// <summary>
/// Cuts a text into hashed n-grams of words and of characters within words. Training, prediction and explanation all run this
/// one scanner, so a feature cannot mean one thing when learnt and another when served.
/// </summary>
/// <remarks>
/// Features are named by hash as in Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning". Characters
/// are hashed four at a time: four UTF-16 units are one 64-bit load, so an n-gram of up to four costs one multiplication and
/// does not wait for its neighbour.
/// </remarks>
internal sealed class NGramScanner
{
    /// <summary>Longest run of words.</summary>
    public const int MostWords = 3;

    /// <summary>Longest run of characters: two groups.</summary>
    public const int MostCharacters = 2 * Group;

    /// <summary>Texts up to this length need no rented memory.</summary>
    private const int Short = 500;

    /// <summary>Units that are hashed at once.</summary>
    private const int Group = 4;

    private const ulong WordSeed = 0x2545F4914F6CDD1DUL;
    private const ulong Multiplier = 0xD6E8FEB86659FD93UL;

    private readonly int _wordMin;
    private readonly int _wordMax;
    private readonly int _charMin;
    private readonly int _charMax;

    /// <summary>A maximum of 0 leaves a kind of n-gram out.</summary>
    /// <exception cref="ArgumentException">A bound is out of range; beyond it the scanner would read past its memory.</exception>
    public NGramScanner(int wordMin, int wordMax, int charMin, int charMax)
    {
        if (!(wordMax == 0 || (wordMin >= 1 && wordMin <= wordMax && wordMax <= MostWords)))
            throw new ArgumentException($"Runs of {wordMin} to {wordMax} words are not between 1 and {MostWords}.");
        if (!(charMax == 0 || (charMin >= 1 && charMin <= charMax && charMax <= MostCharacters)))
            throw new ArgumentException($"Runs of {charMin} to {charMax} characters are not between 1 and {MostCharacters}.");
        (_wordMin, _wordMax, _charMin, _charMax) = (wordMin, wordMax, charMin, charMax);
    }

    /// <summary>The four bounds in the order of the constructor.</summary>
    public int[] Bounds => [_wordMin, _wordMax, _charMin, _charMax];

    /// <summary>Gives every n-gram of the text to the sink.</summary>
    [SkipLocalsInit]
    public void Scan<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : struct, INGramSink
    {
        if (text.Length <= Short)
        {
            Span<char> units = stackalloc char[NormalisedText.UnitsFor(Short)];
            Span<ulong> bits = stackalloc ulong[NormalisedText.BitsFor(Short)];
            Scan(NormalisedText.Of(text, units, bits), ref sink);
            return;
        }

        var rentedUnits = ArrayPool<char>.Shared.Rent(NormalisedText.UnitsFor(text.Length));
        var rentedBits = ArrayPool<ulong>.Shared.Rent(NormalisedText.BitsFor(text.Length));
        Scan(NormalisedText.Of(text, rentedUnits, rentedBits), ref sink);
        ArrayPool<char>.Shared.Return(rentedUnits);
        ArrayPool<ulong>.Shared.Return(rentedBits);
    }

    private void Scan<TSink>(scoped NormalisedText text, ref TSink sink)
        where TSink : struct, INGramSink
    {
        if (_wordMax > 0) ScanWords(text, ref sink);
        if (_charMax > 0) ScanCharacters(text, ref sink);
    }

    private void ScanWords<TSink>(scoped NormalisedText text, ref TSink sink)
        where TSink : struct, INGramSink
    {
        var local = sink; // a copy lives in registers
        ref var units = ref MemoryMarshal.GetReference(text.Units);
        ulong before = 0, beforeThat = 0, carry = 0;
        int start = -1, beforeStart = -1, beforeThatStart = -1;
        for (var from = 0; from < text.Length; from += NormalisedText.Chunk)
        {
            // A word begins or ends where a bit differs from the one before it.
            var inWord = text.InWord[from / NormalisedText.Chunk];
            var edges = inWord ^ ((inWord << 1) | carry);
            carry = inWord >> 63;
            for (; edges != 0; edges &= edges - 1)
            {
                var at = from + BitOperations.TrailingZeroCount(edges);
                if (start < 0)
                {
                    start = at;
                    continue;
                }

                var hash = HashWord(ref Unsafe.Add(ref units, start), at - start);
                if (_wordMin == 1) local.Add((uint)(hash >> 32), NGramKind.Words, start, at);
                if (_wordMax >= 2 && beforeStart >= 0)
                {
                    var pair = Join(before, hash);
                    if (_wordMin <= 2) local.Add((uint)(pair >> 32), NGramKind.Words, beforeStart, at);
                    if (_wordMax == 3 && beforeThatStart >= 0)
                        local.Add((uint)(Join(beforeThat, pair) >> 32), NGramKind.Words, beforeThatStart, at);
                }

                (beforeThat, beforeThatStart) = (before, beforeStart);
                (before, beforeStart) = (hash, start);
                start = -1;
            }
        }

        sink = local;
    }

    private void ScanCharacters<TSink>(scoped NormalisedText text, ref TSink sink)
        where TSink : struct, INGramSink
    {
        var local = sink; // a copy lives in registers
        ref var units = ref MemoryMarshal.GetReference(text.Units);
        for (var from = 0; from < text.Length; from += NormalisedText.Chunk)
        {
            var solid = text.Solid[from / NormalisedText.Chunk];
            var next = text.Solid[from / NormalisedText.Chunk + 1];
            for (var n = _charMin; n <= _charMax; n++)
            {
                for (var starts = Starts(solid, next, n); starts != 0; starts &= starts - 1)
                {
                    var start = from + BitOperations.TrailingZeroCount(starts);
                    local.Add(HashCharacters(ref Unsafe.Add(ref units, start), n), NGramKind.Characters, start, start + n);
                }
            }
        }

        sink = local;
    }

    /// <summary>
    /// Where an n-gram may start: only its first and last unit may be the blank at the edge of the word, all between are solid.
    /// </summary>
    private static ulong Starts(ulong solid, ulong next, int n)
    {
        if (n == 1) return solid;
        if (n == 2) return solid | Shifted(solid, next, 1);
        var starts = ulong.MaxValue;
        for (var inner = 1; inner <= n - 2; inner++) starts &= Shifted(solid, next, inner);
        return starts;
    }

    private static ulong Shifted(ulong solid, ulong next, int by) => (solid >> by) | (next << (NormalisedText.Chunk - by));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint HashCharacters(ref char at, int count)
    {
        if (count <= Group) return (uint)((Load(ref at, count) * Multiplier) >> 32);
        var head = Load(ref at, Group) * Multiplier;
        return (uint)(Join(head, Load(ref Unsafe.Add(ref at, Group), count - Group)) >> 32);
    }

    /// <summary>Two groups without a branch, which is most words; more in a loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong HashWord(ref char at, int count)
    {
        var hash = Join(WordSeed, Load(ref at, Math.Min(count, Group)));
        hash = Join(hash, Load(ref Unsafe.Add(ref at, Group), Math.Clamp(count - Group, 0, Group)));
        for (var done = 2 * Group; done < count; done += Group)
            hash = Join(hash, Load(ref Unsafe.Add(ref at, done), Math.Min(count - done, Group)));
        return hash;
    }

    /// <summary>Up to four units as one number. No unit is 0, so numbers of different lengths differ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load(ref char at, int count)
    {
        var units = Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<char, byte>(ref at));
        return units & ~(ulong.MaxValue << (8 * count) << (8 * count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Join(ulong left, ulong right) => ((left ^ (left >> 32)) * Multiplier ^ right) * Multiplier;
}
