namespace HybridAi.Learning.Retrieval;

/// <summary>
/// Makes the terms of an English text: words by Unicode's rules, without the possessive 's, in lower case, without stop words, stemmed by Porter.
/// The same terms as Lucene's EnglishAnalyzer makes, which Anserini's published figures rest on.
/// </summary>
public static class EnglishAnalyser
{
    private const int LongestWord = 256;

    /// <summary>Hands every term of a text to the sink.</summary>
    /// <typeparam name="TSink">What takes them.</typeparam>
    public static void Analyse<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : struct, ITermSink
    {
        Span<char> room = stackalloc char[LongestWord];
        var words = new WordBreaker(text);
        while (words.Next())
        {
            var length = WithoutPossessive(text.Slice(words.Start, words.Length)).ToLowerInvariant(room);
            if (StopWords.Contain(room[..length])) continue;
            sink.Add(room[..PorterStemmer.Stem(room, length)], words.Start, words.Length);
        }
    }

    /// <summary>The terms of a text in their order.</summary>
    public static List<string> Terms(ReadOnlySpan<char> text)
    {
        var sink = new Listed([]);
        Analyse(text, ref sink);
        return sink.Terms;
    }

    private static ReadOnlySpan<char> WithoutPossessive(ReadOnlySpan<char> word)
        => word.Length >= 2 && word[^1] is 's' or 'S' && word[^2] is '\'' or '\u2019' or '\uFF07' ? word[..^2] : word;

    private readonly struct Listed(List<string> terms) : ITermSink
    {
        public List<string> Terms => terms;

        public void Add(ReadOnlySpan<char> term, int start, int length) => terms.Add(term.ToString());
    }
}
