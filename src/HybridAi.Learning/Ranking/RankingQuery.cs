using HybridAi.Learning.Retrieval;

namespace HybridAi.Learning.Ranking;

/// <summary>A query as a second look reads it: each word once with its share of the query's weight, and which words follow one another.</summary>
public sealed class RankingQuery
{
    /// <summary>Words after so many different ones are not looked at.</summary>
    public const int MostTerms = 64;

    private readonly ulong[] _keys;
    private readonly int[] _at;

    private RankingQuery(ulong[] keys, double[] shares, bool[] named, (int Left, int Right)[] pairs)
    {
        (Shares, Named, Pairs) = (shares, named, pairs);
        (_keys, _at) = ([.. keys], [.. Enumerable.Range(0, keys.Length)]);
        Array.Sort(_keys, _at);
        Rarest = shares.Length == 0 ? -1 : Array.IndexOf(shares, shares.Max());
    }

    /// <summary>Each term's share of the query's weight, which is how rare it is; together 1.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>Whether a term is a number or has a capital letter or a digit where it stands in the query, other than at its beginning.</summary>
    public IReadOnlyList<bool> Named { get; }

    /// <summary>Terms that follow one another, stop words apart.</summary>
    public IReadOnlyList<(int Left, int Right)> Pairs { get; }

    /// <summary>The term of the largest share; negative where there is none.</summary>
    public int Rarest { get; }

    /// <summary>The query of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rarity">How rare its words are; null: all the same.</param>
    public static RankingQuery Of(string text, TermRarity? rarity)
    {
        var sink = new Sink(text, []);
        EnglishAnalyser.Analyse(text, ref sink);
        var keys = sink.Words.Select(word => word.Key).Distinct().Take(MostTerms).ToArray();
        var place = keys.Select((key, at) => (key, at)).ToDictionary(pair => pair.key, pair => pair.at);
        var weights = keys.Select(key => rarity?.Of(key) ?? 1).ToArray();
        var total = Math.Max(weights.Sum(), 1e-9);
        var named = keys.Select(key => sink.Words.Any(word => word.Key == key && word.Named)).ToArray();
        var follow = sink.Words.Zip(sink.Words.Skip(1), (left, right) => (place.GetValueOrDefault(left.Key, -1), place.GetValueOrDefault(right.Key, -1)));
        return new(keys, [.. weights.Select(weight => weight / total)], named, [.. follow.Where(pair => pair.Item1 >= 0 && pair.Item2 >= 0 && pair.Item1 != pair.Item2).Distinct()]);
    }

    /// <summary>The index of a term; negative where the query does not hold it.</summary>
    internal int Find(ulong key) => Array.BinarySearch(_keys, key) is >= 0 and var at ? _at[at] : -1;

    private readonly struct Sink(string text, List<(ulong Key, bool Named)> words) : ITermSink
    {
        public List<(ulong Key, bool Named)> Words => words;

        public void Add(ReadOnlySpan<char> term, int start, int length)
        {
            var word = text.AsSpan(start, length);
            var named = word.ContainsAnyInRange('0', '9') || (start > 0 && word.ContainsAnyInRange('A', 'Z'));
            words.Add((TermKey.Word(term), named));
        }
    }
}
