using System.Buffers;
using System.Runtime.InteropServices;

namespace HybridAi.Learning.Retrieval;

/// <summary>
/// Writes the passages of each term: the gap to the passage before less one, shifted by one bit whose value says that the term occurs once, in sevens of bits,
/// the lowest first; then, where that bit is 0, the count as one byte.
/// </summary>
public sealed class PostingsWriter(Stream lists)
{
    private readonly ArrayBufferWriter<byte> _room = new(1 << 16);
    private readonly List<ulong> _keys = [];
    private readonly List<uint> _starts = [0];
    private readonly List<int> _holders = [];
    private readonly List<int> _words = [];
    private readonly List<int> _grams = [];
    private int _last;
    private int _held;
    private long _flushed;

    /// <summary>The terms' keys.</summary>
    public ReadOnlySpan<byte> Keys => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_keys));

    /// <summary>Where the lists begin and end.</summary>
    public ReadOnlySpan<byte> Starts => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_starts));

    /// <summary>How many passages hold each term.</summary>
    public ReadOnlySpan<byte> Holders => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_holders));

    /// <summary>The passages' lengths in words.</summary>
    public ReadOnlySpan<byte> Words => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_words));

    /// <summary>The passages' lengths in n-grams.</summary>
    public ReadOnlySpan<byte> Grams => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_grams));

    /// <summary>Turns passages over, in their order.</summary>
    public void Write(IReadOnlyList<PassageTerms> passages)
    {
        var all = passages.Sum(passage => passage.Keys.Length);
        var (keys, entries, at) = (new ulong[all], new long[all], 0);
        for (var passage = 0; passage < passages.Count; passage++)
        {
            _words.Add(passages[passage].Words);
            _grams.Add(passages[passage].Grams);
            for (var term = 0; term < passages[passage].Keys.Length; term++, at++)
                (keys[at], entries[at]) = (passages[passage].Keys[term], ((long)passage << 8) | passages[passage].Counts[term]);
        }

        Array.Sort(keys, entries);
        for (var from = 0; from < all;)
        {
            var to = from + 1;
            while (to < all && keys[to] == keys[from]) to++;
            entries.AsSpan(from, to - from).Sort();
            for (var entry = from; entry < to; entry++) Add((int)(entries[entry] >> 8), (int)(entries[entry] & byte.MaxValue));
            End(keys[from]);
            from = to;
        }

        Flush();
    }

    /// <summary>Puts several postings behind one another.</summary>
    /// <param name="parts">Postings, each with the new place of every passage; negative: it is left out. Places ascend within a part and from part to part.</param>
    /// <param name="cancellation">Stops it; what was written is of no use then.</param>
    public void Write(IReadOnlyList<(Postings Postings, int[] Places)> parts, CancellationToken cancellation)
    {
        foreach (var (postings, places) in parts)
            for (var passage = 0; passage < places.Length; passage++)
                if (places[passage] >= 0)
                {
                    _words.Add(postings.WordsOf(passage));
                    _grams.Add(postings.GramsOf(passage));
                }

        var (heads, list) = (new int[parts.Count], new List<(int Passage, int Count)>());
        while (Least(parts, heads) is { } key)
        {
            if (_keys.Count % 4096 == 0) cancellation.ThrowIfCancellationRequested();
            for (var part = 0; part < heads.Length; part++)
            {
                var (postings, places) = parts[part];
                if (heads[part] >= postings.Terms || postings.Keys[heads[part]] != key) continue;
                postings.Read(heads[part]++, list);
                foreach (var (passage, count) in list)
                    if (places[passage] >= 0)
                        Add(places[passage], count);
            }

            End(key);
        }

        Flush();
    }

    private static ulong? Least(IReadOnlyList<(Postings Postings, int[] Places)> parts, int[] heads)
    {
        ulong? least = null;
        for (var part = 0; part < heads.Length; part++)
            if (heads[part] < parts[part].Postings.Terms && parts[part].Postings.Keys[heads[part]] is var key && !(key >= least))
                least = key;
        return least;
    }

    private void Add(int passage, int count)
    {
        var value = (uint)(passage - (_held == 0 ? -1 : _last) - 1) << 1 | (count == 1 ? 1u : 0);
        var room = _room.GetSpan(6);
        var length = 0;
        for (; value >= 0x80; value >>= 7) room[length++] = (byte)(value | 0x80);
        room[length++] = (byte)value;
        if (count != 1) room[length++] = (byte)count;
        _room.Advance(length);
        (_last, _held) = (passage, _held + 1);
    }

    // A term that no passage holds any more is no term.
    private void End(ulong key)
    {
        if (_held == 0) return;
        _keys.Add(key);
        _holders.Add(_held);
        _starts.Add(checked((uint)(_flushed + _room.WrittenCount)));
        _held = 0;
        if (_room.WrittenCount > 1 << 20) Flush();
    }

    private void Flush()
    {
        lists.Write(_room.WrittenSpan);
        _flushed += _room.WrittenCount;
        _room.ResetWrittenCount();
    }
}
