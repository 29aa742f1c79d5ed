namespace HybridAi.Learning.Answering;

/// <summary>How near the words of the passages are to each term of a question: equal in stem, or alike in letters.</summary>
internal sealed class TermSimilarity
{
    private const double LeastLetters = 0.5;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<AnswerToken> _words = [];
    private ulong[]?[] _grams = [];

    /// <summary>The ids of a text's words that say something; a word new to the collection gets the next.</summary>
    public int[] IdsOf(IEnumerable<AnswerToken> tokens)
    {
        var ids = new List<int>();
        foreach (var token in tokens)
        {
            if (!_ids.TryGetValue(token.Stem, out var id))
            {
                _ids[token.Stem] = id = _words.Count;
                _words.Add(token);
            }

            if (!ids.Contains(id)) ids.Add(id);
        }

        return [.. ids];
    }

    /// <summary>Compares every term with every word seen so far.</summary>
    public TermMatches Compare(EvidenceQuestion question)
    {
        var count = _words.Count;
        if (_grams.Length != count) _grams = [.. _words.Select(word => Grams(word.Stem))];
        var (exact, letters) = (new float[question.Terms.Count * count], new float[question.Terms.Count * count]);
        for (var term = 0; term < question.Terms.Count; term++)
        {
            var (asked, at) = (question.Terms[term], term * count);
            var own = Grams(asked.Stem);
            for (var id = 0; id < count; id++)
            {
                if (_words[id].Stem == asked.Stem) exact[at + id] = letters[at + id] = 1;
                else if (!asked.Is(TokenMarks.Number) && !_words[id].Is(TokenMarks.Number) && _words[id].IsContent)
                {
                    var alike = Dice(own, _grams[id]!);
                    letters[at + id] = alike < LeastLetters ? 0 : (float)alike;
                }
            }
        }

        return new(count, exact, letters);
    }

    private static ulong[] Grams(string stem)
    {
        if (stem.Length < 4) return [];
        var grams = new ulong[stem.Length];
        for (var i = 0; i < stem.Length; i++) grams[i] = (ulong)(i == 0 ? '^' : stem[i - 1]) << 32 | (ulong)stem[i] << 16 | (i + 1 < stem.Length ? stem[i + 1] : '$');
        Array.Sort(grams);
        return grams;
    }

    private static double Dice(ulong[] left, ulong[] right)
    {
        if (left.Length == 0 || right.Length == 0) return 0;
        var (i, j, shared) = (0, 0, 0);
        while (i < left.Length && j < right.Length)
        {
            if (left[i] == right[j]) (i, j, shared) = (i + 1, j + 1, shared + 1);
            else if (left[i] < right[j]) i++;
            else j++;
        }

        return 2.0 * shared / (left.Length + right.Length);
    }
}
