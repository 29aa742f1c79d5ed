namespace HybridAi.Learning.Retrieval;

/// <summary>
/// In how many passages that were taken out each term stood, so that the numbers of holders stay exact while the passages still lie in their postings.
/// It never changes: adding makes another one.
/// </summary>
public sealed class KeyCounts
{
    private const int LooseAtMost = 32;

    private readonly ulong[] _keys;
    private readonly int[] _counts;
    private readonly PassageTerms[] _loose;

    private KeyCounts(ulong[] keys, int[] counts, PassageTerms[] loose) => (_keys, _counts, _loose) = (keys, counts, loose);

    /// <summary>Nothing was taken out.</summary>
    public static KeyCounts None { get; } = new([], [], []);

    /// <summary>These and the terms of further passages.</summary>
    public KeyCounts With(IReadOnlyCollection<PassageTerms> passages)
    {
        PassageTerms[] loose = [.. _loose, .. passages];
        return loose.Length <= LooseAtMost ? new(_keys, _counts, loose) : Merged(loose);
    }

    /// <summary>How many of the passages held a term.</summary>
    internal int Of(ulong key)
    {
        var count = Array.BinarySearch(_keys, key) is >= 0 and var at ? _counts[at] : 0;
        foreach (var passage in _loose)
            if (passage.CountOf(key) > 0)
                count++;
        return count;
    }

    private KeyCounts Merged(PassageTerms[] loose)
    {
        var sorted = loose.SelectMany(passage => passage.Keys).ToArray();
        Array.Sort(sorted);
        var (keys, counts, at) = (new List<ulong>(_keys.Length + sorted.Length), new List<int>(_keys.Length + sorted.Length), 0);
        for (var old = 0; old < _keys.Length || at < sorted.Length;)
        {
            var key = at == sorted.Length || (old < _keys.Length && _keys[old] <= sorted[at]) ? _keys[old] : sorted[at];
            var count = old < _keys.Length && _keys[old] == key ? _counts[old++] : 0;
            for (; at < sorted.Length && sorted[at] == key; at++) count++;
            keys.Add(key);
            counts.Add(count);
        }

        return new([.. keys], [.. counts], []);
    }
}
