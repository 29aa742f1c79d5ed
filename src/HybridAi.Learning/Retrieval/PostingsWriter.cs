using System.Runtime.InteropServices;

namespace HybridAi.Learning.Retrieval;

/// <summary>
/// Writes the passages of each term: the gap to the passage before less one, shifted by one bit whose value says that the term occurs once, in sevens of bits,
/// the lowest first; then, where that bit is 0, the count as one byte.
/// </summary>
public sealed class PostingsWriter(Stream lists)
{
    private const int LongestEntry = 6;

    private readonly byte[] _room = new byte[1 << 16];
    private readonly List<ulong> _keys = [];
    private readonly List<uint> _starts = [0];
    private readonly List<int> _holders = [];
    private readonly List<int> _words = [];
    private readonly List<int> _grams = [];
    private int _last;
    private int _held;
    private int _used;
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
        var (keys, entries, at) = (new ulong[all], new uint[all], 0);
        for (var passage = 0; passage < passages.Count; passage++)
        {
            var terms = passages[passage];
            _words.Add(terms.Words);
            _grams.Add(terms.Grams);
            terms.Keys.CopyTo(keys, at);
            foreach (var count in terms.Counts) entries[at++] = (uint)passage << 8 | count;
        }

        KeySort.Sort(keys, entries);
        for (var from = 0; from < all;)
        {
            var to = from;
            for (; to < all && keys[to] == keys[from]; to++) Add((int)(entries[to] >> 8), (int)(entries[to] & byte.MaxValue));
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
        foreach (var part in parts)
            for (var passage = 0; passage < part.Places.Length; passage++)
                if (part.Places[passage] >= 0)
                {
                    _words.Add(part.Postings.WordsOf(passage));
                    _grams.Add(part.Postings.GramsOf(passage));
                }

        var (postings, placed) = (parts.Select(part => part.Postings).ToArray(), parts.Select(part => part.Places).ToArray());
        var (heads, list, lists) = (new int[postings.Length], new List<(int Passage, int Count)>(), postings.Select(part => part.InOrder()).ToArray());
        while (Least(postings, heads) is { } key)
        {
            if (_keys.Count % 4096 == 0) cancellation.ThrowIfCancellationRequested();
            for (var part = 0; part < heads.Length; part++)
            {
                if (heads[part] >= postings[part].Terms || postings[part].Keys[heads[part]] != key) continue;
                postings[part].Read(heads[part]++, lists[part], list);
                var places = placed[part];
                foreach (var (passage, count) in list)
                    if (places[passage] >= 0)
                        Add(places[passage], count);
            }

            End(key);
        }

        Flush();
    }

    private static ulong? Least(Postings[] parts, int[] heads)
    {
        ulong? least = null;
        for (var part = 0; part < heads.Length; part++)
            if (heads[part] < parts[part].Terms && parts[part].Keys[heads[part]] is var key && !(key >= least))
                least = key;
        return least;
    }

    private void Add(int passage, int count)
    {
        if (_used + LongestEntry > _room.Length) Flush();
        var value = (uint)(passage - (_held == 0 ? -1 : _last) - 1) << 1 | (count == 1 ? 1u : 0);
        for (; value >= 0x80; value >>= 7) _room[_used++] = (byte)(value | 0x80);
        _room[_used++] = (byte)value;
        if (count != 1) _room[_used++] = (byte)count;
        (_last, _held) = (passage, _held + 1);
    }

    // A term that no passage holds any more is no term.
    private void End(ulong key)
    {
        if (_held == 0) return;
        _keys.Add(key);
        _holders.Add(_held);
        _starts.Add(checked((uint)(_flushed + _used)));
        _held = 0;
    }

    private void Flush()
    {
        lists.Write(_room.AsSpan(0, _used));
        (_flushed, _used) = (_flushed + _used, 0);
    }
}
