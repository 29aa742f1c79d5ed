using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HybridAi.Learning.Retrieval;

/// <summary>
/// Which passages hold each term and how often: a sorted dictionary of keys and, in one row behind one another, each term's passages. It is read where it
/// lies: the dictionary in memory or in a mapped file, the lists wherever they are.
/// </summary>
/// <param name="lists">The terms' passages, see <see cref="PostingsWriter"/>.</param>
/// <param name="keys">The terms' keys, ascending: 8 bytes each.</param>
/// <param name="starts">Where a term's list begins, and at last where the last ends: 4 bytes each.</param>
/// <param name="holders">How many passages hold a term: 4 bytes each.</param>
/// <param name="words">The passages' lengths in words: 4 bytes each.</param>
/// <param name="grams">The passages' lengths in n-grams: 4 bytes each.</param>
public sealed class Postings(
    ListBytes lists, ReadOnlyMemory<byte> keys, ReadOnlyMemory<byte> starts, ReadOnlyMemory<byte> holders, ReadOnlyMemory<byte> words, ReadOnlyMemory<byte> grams)
{
    private readonly byte[] _wordCodes = Codes(words.Span);
    private readonly byte[] _gramCodes = Codes(grams.Span);

    /// <summary>Postings that lie in memory with all that they have.</summary>
    public Postings(
        ReadOnlyMemory<byte> lists, ReadOnlyMemory<byte> keys, ReadOnlyMemory<byte> starts, ReadOnlyMemory<byte> holders, ReadOnlyMemory<byte> words, ReadOnlyMemory<byte> grams)
        : this(new HeldBytes(lists), keys, starts, holders, words, grams)
    {
    }

    /// <summary>How many passages there are.</summary>
    public int Passages => words.Length / sizeof(int);

    /// <summary>How many terms.</summary>
    public int Terms => keys.Length / sizeof(ulong);

    internal ReadOnlySpan<ulong> Keys => MemoryMarshal.Cast<byte, ulong>(keys.Span);

    /// <summary>How many words a passage has.</summary>
    public int WordsOf(int passage) => MemoryMarshal.Cast<byte, int>(words.Span)[passage];

    /// <summary>How many n-grams a passage has.</summary>
    public int GramsOf(int passage) => MemoryMarshal.Cast<byte, int>(grams.Span)[passage];

    /// <summary>How many passages hold a term.</summary>
    internal int HoldersOf(int term) => MemoryMarshal.Cast<byte, int>(holders.Span)[term];

    /// <summary>The term of a key; negative where no passage holds it.</summary>
    internal int Find(ulong key)
    {
        // Keys are hashes, spread evenly, so a few steps of interpolation come close; halving ends it whatever they are.
        var all = Keys;
        var (low, high) = (0, all.Length - 1);
        for (var step = 0; low <= high; step++)
        {
            var (first, last) = (all[low], all[high]);
            if (key < first || key > last) return -1;
            var at = step < 6 && last > first ? low + (int)((UInt128)(key - first) * (uint)(high - low) / (last - first)) : low + (high - low) / 2;
            var found = all[at];
            if (found == key) return at;
            if (found < key) low = at + 1;
            else high = at - 1;
        }

        return -1;
    }

    /// <summary>Adds a term's part to the score of every passage that holds it.</summary>
    /// <param name="term">The term.</param>
    /// <param name="weight">Its weight in the query.</param>
    /// <param name="fit">What a count is worth at a length.</param>
    /// <param name="scores">One score a passage.</param>
    /// <param name="room">Room to read into, see <see cref="ListBytes"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(int term, float weight, CountWorth fit, Span<float> scores, ref byte[] room)
    {
        var ofStarts = MemoryMarshal.Cast<byte, uint>(starts.Span);
        var list = lists.Read(ofStarts[term], (int)(ofStarts[term + 1] - ofStarts[term]), ref room);
        ref var lengths = ref MemoryMarshal.GetArrayDataReference(TermKey.IsWord(Keys[term]) ? _wordCodes : _gramCodes);
        ref var worth = ref MemoryMarshal.GetArrayDataReference(fit.Table);
        ref var score = ref MemoryMarshal.GetReference(scores);
        var passage = -1;
        for (var at = 0; at < list.Length;)
        {
            var (gap, count) = Next(list, ref at);
            passage += gap;
            if ((uint)passage >= (uint)scores.Length) throw new InvalidDataException("A list of passages names one that is not there.");
            var length = Unsafe.Add(ref lengths, passage);
            Unsafe.Add(ref score, passage) += weight * (count < CountWorth.Counts ? Unsafe.Add(ref worth, (count << 8) | length) : fit.Of(count, length));
        }
    }

    /// <summary>The lists, to be gone through in their order.</summary>
    internal BytesInOrder InOrder() => new(lists, MemoryMarshal.Cast<byte, uint>(starts.Span)[^1]);

    /// <summary>A term's passages with their counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Read(int term, BytesInOrder from, List<(int Passage, int Count)> into)
    {
        into.Clear();
        var ofStarts = MemoryMarshal.Cast<byte, uint>(starts.Span);
        var list = from.Read(ofStarts[term], (int)(ofStarts[term + 1] - ofStarts[term]));
        var passage = -1;
        for (var at = 0; at < list.Length;)
        {
            var (gap, count) = Next(list, ref at);
            into.Add((passage += gap, count));
        }
    }

    // The lowest bit says that the count is 1; otherwise it follows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int Gap, int Count) Next(ReadOnlySpan<byte> list, ref int at)
    {
        uint value = list[at++];
        if (value >= 0x80) value = Long(list, ref at, value & 0x7F);
        return ((int)(value >> 1) + 1, (value & 1) != 0 ? 1 : list[at++]);
    }

    private static uint Long(ReadOnlySpan<byte> list, ref int at, uint value)
    {
        for (var shift = 7; ; shift += 7)
        {
            var next = list[at++];
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }

    private static byte[] Codes(ReadOnlySpan<byte> lengths)
    {
        var all = MemoryMarshal.Cast<byte, int>(lengths);
        var codes = new byte[all.Length];
        for (var passage = 0; passage < codes.Length; passage++) codes[passage] = LossyLength.Encode(Math.Max(all[passage], 0));
        return codes;
    }
}
