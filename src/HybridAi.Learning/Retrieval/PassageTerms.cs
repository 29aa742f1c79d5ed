using System.Runtime.InteropServices;

namespace HybridAi.Learning.Retrieval;

/// <summary>One passage's terms: its words and character n-grams by key, each once with its count.</summary>
public sealed class PassageTerms
{
    /// <summary>Higher counts are taken for this one.</summary>
    public const int MostOften = byte.MaxValue;

    private PassageTerms(ulong[] keys, byte[] counts, int words, int grams) => (Keys, Counts, Words, Grams) = (keys, counts, words, grams);

    /// <summary>How many words the passage has, stop words apart.</summary>
    public int Words { get; }

    /// <summary>How many n-grams it has.</summary>
    public int Grams { get; }

    internal ulong[] Keys { get; }

    internal byte[] Counts { get; }

    /// <summary>The terms of a text.</summary>
    public static PassageTerms Of(ReadOnlySpan<char> text)
    {
        var found = new Sink(new List<ulong>(text.Length * 3 + 16));
        EnglishAnalyser.Analyse(text, ref found);
        var words = found.Keys.Count;
        GramScanner.Scan(text, found.Keys);
        var all = CollectionsMarshal.AsSpan(found.Keys);
        KeySort.Sort(all, []);
        var (keys, counts, distinct) = (new ulong[all.Length], new byte[all.Length], 0);
        foreach (var key in all)
        {
            if (distinct > 0 && keys[distinct - 1] == key)
            {
                if (counts[distinct - 1] < MostOften) counts[distinct - 1]++;
                continue;
            }

            (keys[distinct], counts[distinct]) = (key, 1);
            distinct++;
        }

        return new(keys[..distinct], counts[..distinct], words, all.Length - words);
    }

    /// <summary>How often a term occurs; 0 where it doesn't.</summary>
    internal int CountOf(ulong key) => Array.BinarySearch(Keys, key) is >= 0 and var at ? Counts[at] : 0;

    private readonly struct Sink(List<ulong> keys) : ITermSink
    {
        public List<ulong> Keys => keys;

        public void Add(ReadOnlySpan<char> term, int start, int length) => keys.Add(TermKey.Word(term));
    }
}
