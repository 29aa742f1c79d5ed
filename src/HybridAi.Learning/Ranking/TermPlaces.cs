using HybridAi.Learning.Retrieval;

namespace HybridAi.Learning.Ranking;

/// <summary>Where the terms of a query stand in one text, counted in words without stop words.</summary>
internal sealed class TermPlaces
{
    private const int LongestText = 8_000;

    private readonly RankingQuery _query;
    private readonly List<(int Word, int Term)> _places = [];

    public TermPlaces(RankingQuery query, ReadOnlySpan<char> text)
    {
        (_query, Counts) = (query, new int[query.Shares.Count]);
        var sink = new Sink(query, _places, []);
        EnglishAnalyser.Analyse(text[..Math.Min(text.Length, LongestText)], ref sink);
        Keys = sink.Keys;
        foreach (var (_, term) in _places) Counts[term]++;
    }

    /// <summary>How often each term occurs.</summary>
    public int[] Counts { get; }

    /// <summary>The key of every word in its order.</summary>
    public List<ulong> Keys { get; }

    public int Words => Keys.Count;

    /// <summary>Share of the words that the query has, 0 to 1.</summary>
    public double Own => Words == 0 ? 0 : (double)_places.Count / Words;

    /// <summary>The largest share of the query within so many words on end, 0 to 1.</summary>
    public double Within(int words)
    {
        var (inside, sum, best, from) = (new int[Counts.Length], 0.0, 0.0, 0);
        foreach (var (word, term) in _places)
        {
            if (inside[term]++ == 0) sum += _query.Shares[term];
            for (; word - _places[from].Word >= words; from++)
                if (--inside[_places[from].Term] == 0)
                    sum -= _query.Shares[_places[from].Term];
            best = Math.Max(best, sum);
        }

        return best;
    }

    /// <summary>How closely together terms stand: for every two that are neighbours the smaller share by the words between, at most 1.</summary>
    public double Near()
    {
        var sum = 0.0;
        for (var at = 1; at < _places.Count; at++)
            if (_places[at].Term != _places[at - 1].Term)
                sum += Math.Min(_query.Shares[_places[at].Term], _query.Shares[_places[at - 1].Term]) / (_places[at].Word - _places[at - 1].Word);
        return Math.Min(sum, 1);
    }

    /// <summary>Share of the query's neighbouring terms that are neighbours here in the same order, by weight.</summary>
    public double Pairs()
    {
        var (all, held) = (0.0, 0.0);
        foreach (var (left, right) in _query.Pairs)
        {
            var weight = Math.Min(_query.Shares[left], _query.Shares[right]);
            all += weight;
            for (var at = 1; at < _places.Count; at++)
            {
                if (_places[at - 1].Term != left || _places[at].Term != right || _places[at].Word != _places[at - 1].Word + 1) continue;
                held += weight;
                break;
            }
        }

        return all > 0 ? held / all : 0;
    }

    private readonly struct Sink(RankingQuery query, List<(int Word, int Term)> places, List<ulong> keys) : ITermSink
    {
        public List<ulong> Keys => keys;

        public void Add(ReadOnlySpan<char> term, int start, int length)
        {
            var key = TermKey.Word(term);
            if (query.Find(key) is >= 0 and var at) places.Add((keys.Count, at));
            keys.Add(key);
        }
    }
}
