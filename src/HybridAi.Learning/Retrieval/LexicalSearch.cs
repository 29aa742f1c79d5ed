namespace HybridAi.Learning.Retrieval;

/// <summary>
/// Scores every passage that shares a term with a query. No passage is pruned: a list of one byte a passage is added up faster than a bound on it is kept.
/// The work is bounded by what is looked for instead: n-grams of more than a quarter of all passages are left out where they are more than 1,024 (they say
/// nothing and are most of the lists), of the others the rarest whose lists have no more than half a million entries together are taken, and of a very long
/// query the weightiest 2,048 terms.
/// </summary>
public static class LexicalSearch
{
    private const int MostTerms = 2048;
    private const int CommonShare = 4;
    private const int CommonAtLeast = 1024;
    private const long MostEntries = 1 << 19;

    /// <summary>The scores by words and by n-grams, and how rare the words are.</summary>
    public static LexicalScores Score(QueryTerms query, SearchParts among, LexicalFormula formula)
    {
        var (words, grams) = (new PassageScores(among), new PassageScores(among));
        var wordWorth = new CountWorth(formula.Words, (double)among.Words / Math.Max(among.Passages, 1));
        var gramWorth = new CountWorth(formula.Grams, (double)among.Grams / Math.Max(among.Passages, 1));
        var rarity = new Dictionary<ulong, double>();
        var sought = Sought(query, among, rarity, out var terms);
        byte[] room = [];
        for (var part = 0; part < among.Parts.Count; part++)
        {
            var postings = among.Parts[part].Postings;
            foreach (var (at, weight) in sought)
            {
                if (terms[part, at] is not (>= 0 and var term)) continue;
                var isWord = TermKey.IsWord(query.Keys[at]);
                postings.Add(term, weight, isWord ? wordWorth : gramWorth, (isWord ? words : grams).Of(part), ref room);
            }
        }

        ListBytes.GiveBack(room);
        for (var passage = 0; passage < among.Loose.Count; passage++)
        {
            var loose = among.Loose[passage].Terms;
            foreach (var (at, weight) in sought)
            {
                if (loose.CountOf(query.Keys[at]) is not (> 0 and var count)) continue;
                if (TermKey.IsWord(query.Keys[at])) words.Of(among.Parts.Count)[passage] += weight * wordWorth.Of(count, LossyLength.Encode(loose.Words));
                else grams.Of(among.Parts.Count)[passage] += weight * gramWorth.Of(count, LossyLength.Encode(loose.Grams));
            }
        }

        return new(words, grams, new(rarity, Bm25.Idf(among.Passages, 0)));
    }

    // What of the query is looked for, with its weight, in the order of the keys, so that sums come out the same however passages are parted.
    private static List<(int At, float Weight)> Sought(QueryTerms query, SearchParts among, Dictionary<ulong, double> rarity, out int[,] terms)
    {
        terms = new int[among.Parts.Count, query.Keys.Length];
        var (sought, grams) = (new List<(int At, float Weight)>(query.Keys.Length), new List<(long Holders, int At, float Weight)>());
        for (var at = 0; at < query.Keys.Length; at++)
        {
            var (key, holders) = (query.Keys[at], 0L);
            for (var part = 0; part < among.Parts.Count; part++)
            {
                var postings = among.Parts[part].Postings;
                var term = terms[part, at] = postings.Find(key);
                if (term >= 0) holders += postings.HoldersOf(term) - among.Parts[part].Forgotten.Of(key);
            }

            foreach (var loose in among.Loose)
                if (loose.Terms.CountOf(key) > 0)
                    holders++;
            if (holders == 0) continue;
            var idf = Bm25.Idf(among.Passages, holders);
            if (TermKey.IsWord(key))
            {
                rarity[key] = idf;
                sought.Add((at, (float)(query.Counts[at] * idf)));
            }
            else if (holders <= CommonAtLeast || holders * CommonShare <= among.Passages) grams.Add((holders, at, (float)(query.Counts[at] * idf * idf)));
        }

        var entries = 0L;
        foreach (var (holders, at, weight) in grams.Order())
            if ((entries += holders) <= MostEntries)
                sought.Add((at, weight));
        var weightiest = sought.Count <= MostTerms ? sought : sought.OrderByDescending(term => term.Weight).Take(MostTerms);
        return [.. weightiest.OrderBy(term => term.At)];
    }
}
