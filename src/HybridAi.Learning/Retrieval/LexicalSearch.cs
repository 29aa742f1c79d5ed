namespace HybridAi.Learning.Retrieval;

/// <summary>
/// Scores every passage that shares a term with a query. Nothing is pruned: a list of one byte a passage is added up faster than a bound on it is kept. What
/// bounds the work instead is that n-grams of more than a quarter of all passages are left out where they are more than 1,024 (they say nothing and
/// are most of the lists), and that of a very long query only the weightiest 2,048 terms are looked for.
/// </summary>
public static class LexicalSearch
{
    private const int MostTerms = 2048;
    private const int CommonShare = 4;
    private const int CommonAtLeast = 1024;

    /// <summary>The scores by words and by n-grams, in this order.</summary>
    public static (PassageScores Words, PassageScores Grams) Score(QueryTerms query, SearchParts among, LexicalFormula formula)
    {
        var (words, grams) = (new PassageScores(among), new PassageScores(among));
        var wordWorth = new CountWorth(formula.Words, (double)among.Words / Math.Max(among.Passages, 1));
        var gramWorth = new CountWorth(formula.Grams, (double)among.Grams / Math.Max(among.Passages, 1));
        var sought = Sought(query, among, out var terms);
        for (var part = 0; part < among.Parts.Count; part++)
        {
            var postings = among.Parts[part].Postings;
            foreach (var (at, weight) in sought)
            {
                if (terms[part, at] is not (>= 0 and var term)) continue;
                var isWord = TermKey.IsWord(query.Keys[at]);
                postings.Add(term, weight, isWord ? wordWorth : gramWorth, (isWord ? words : grams).Of(part));
            }
        }

        for (var passage = 0; passage < among.Loose.Count; passage++)
        {
            var terms_ = among.Loose[passage].Terms;
            foreach (var (at, weight) in sought)
            {
                if (terms_.CountOf(query.Keys[at]) is not (> 0 and var count)) continue;
                if (TermKey.IsWord(query.Keys[at])) words.Of(among.Parts.Count)[passage] += weight * wordWorth.Of(count, LossyLength.Encode(terms_.Words));
                else grams.Of(among.Parts.Count)[passage] += weight * gramWorth.Of(count, LossyLength.Encode(terms_.Grams));
            }
        }

        return (words, grams);
    }

    // What of the query is looked for, with its weight, in the order of the keys, so that sums come out the same however passages are parted.
    private static List<(int At, float Weight)> Sought(QueryTerms query, SearchParts among, out int[,] terms)
    {
        terms = new int[among.Parts.Count, query.Keys.Length];
        var sought = new List<(int At, float Weight)>(query.Keys.Length);
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
            if (TermKey.IsWord(key)) sought.Add((at, (float)(query.Counts[at] * idf)));
            else if (holders <= CommonAtLeast || holders * CommonShare <= among.Passages) sought.Add((at, (float)(query.Counts[at] * idf * idf)));
        }

        return sought.Count <= MostTerms ? sought : [.. sought.OrderByDescending(term => term.Weight).Take(MostTerms).OrderBy(term => term.At)];
    }
}
