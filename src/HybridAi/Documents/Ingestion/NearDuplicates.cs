namespace HybridAi.Documents.Ingestion;

/// <summary>
/// What a text shares with others: sequences of five words, by their hashes, and the numbers in it. Two texts that share nearly all sequences and exactly
/// the same numbers say the same; where only a number differs, one may be the newer fact, and both stay.
/// </summary>
/// <remarks>Candidates come from MinHash with bands (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, section 3.4): 16 bands of 8.</remarks>
internal sealed class NearDuplicates
{
    private const int Words = 5;
    private const int Bands = 16;
    private const int Rows = 8;

    // FNV-1a over UTF-16 units.
    private const ulong Offset = 0xCBF29CE484222325UL;
    private const ulong Prime = 0x100000001B3UL;

    private static readonly (ulong Factor, ulong Shift)[] Mixers = MakeMixers();

    private readonly HashSet<ulong> _shingles = [];
    private readonly HashSet<ulong> _numbers = [];

    private NearDuplicates()
    {
    }

    /// <summary>Reads a text.</summary>
    public static NearDuplicates Of(string text)
    {
        var read = new NearDuplicates();
        var last = new Queue<ulong>(Words);
        for (var at = 0; at < text.Length;)
        {
            while (at < text.Length && !char.IsLetterOrDigit(text[at])) at++;
            var start = at;
            var number = false;
            for (; at < text.Length && char.IsLetterOrDigit(text[at]); at++) number |= char.IsDigit(text[at]);
            if (at == start) break;
            var word = Offset;
            for (var i = start; i < at; i++) word = (word ^ char.ToLowerInvariant(text[i])) * Prime;
            if (number) read._numbers.Add(word);
            if (last.Count == Words) last.Dequeue();
            last.Enqueue(word);
            if (last.Count < Words) continue;
            read._shingles.Add(Together(last));
        }

        // A text of fewer words is one sequence.
        if (read._shingles.Count == 0) read._shingles.Add(Together(last));
        return read;
    }

    /// <summary>The bands by which a text like this one is found.</summary>
    public IReadOnlyList<string> ToBands()
    {
        Span<ulong> least = stackalloc ulong[Bands * Rows];
        least.Fill(ulong.MaxValue);
        foreach (var shingle in _shingles)
        {
            for (var i = 0; i < least.Length; i++) least[i] = Math.Min(least[i], (shingle ^ Mixers[i].Shift) * Mixers[i].Factor);
        }

        var bands = new string[Bands];
        for (var band = 0; band < Bands; band++)
            bands[band] = $"{band:x}-{Together(least.Slice(band * Rows, Rows).ToArray()):x16}";
        return bands;
    }

    /// <summary>Whether both say the same: at least this share of all their sequences is common to both (Jaccard), and all numbers are.</summary>
    public bool Say(NearDuplicates other, double share)
    {
        if (!_numbers.SetEquals(other._numbers)) return false;
        var common = _shingles.Count(other._shingles.Contains);
        return common >= share * (_shingles.Count + other._shingles.Count - common);
    }

    private static ulong Together(IEnumerable<ulong> hashes) => hashes.Aggregate(Offset, (sum, hash) => Mixed((sum ^ hash) * Prime));

    private static ulong Mixed(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ z >> 27) * 0x94D049BB133111EBUL;
        return z ^ z >> 31;
    }

    private static (ulong, ulong)[] MakeMixers()
    {
        // SplitMix64 from a fixed seed: bands in the database are compared with those of later versions of the program.
        var mixers = new (ulong, ulong)[Bands * Rows];
        var state = 0x48796272_69644149UL;
        for (var i = 0; i < mixers.Length; i++) mixers[i] = (Next() | 1, Next());
        return mixers;

        ulong Next() => Mixed(state += 0x9E3779B97F4A7C15UL);
    }
}
