using System.Collections.Frozen;

namespace HybridAi.Curate.Labelling;

/// <summary>A term of a text.</summary>
/// <param name="Key">Equal for equal terms, in every process.</param>
/// <param name="Weight">What one occurrence counts: a whole word 1, a part of one less.</param>
/// <param name="Start">Where the word stands in the text.</param>
/// <param name="End">Where the word ends.</param>
/// <param name="IsWord">Whether it is a word, not a part of one.</param>
internal readonly record struct LexicalTerm(ulong Key, float Weight, int Start, int End, bool IsWord);

/// <summary>
/// Cuts a text into the stems of its words and the three-letter parts of those words. Stems make "printing" meet "print" in English; the
/// parts do the same, less sharply, for every language that spells related words alike. Function words are left out in English only:
/// elsewhere their being everywhere makes them light.
/// </summary>
internal static class LexicalTerms
{
    private const int PartLength = 3;
    private const float PartWeight = 0.3f;
    private const int MaxWord = 40;
    private const char Edge = ' ';

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> FunctionWords =
        """
        a about again all also am an and any are as at be been being both but by can could did do does doing down each ever every few for from
        had has have having he her here hers him his how i if in into is isn it its just may me might mine more most must my never no nobody nor
        not nothing of off on once only onto or other our ours out over own re same shall she should so some still such than that the their
        theirs them then there these they this those to too under up us ve very was we were what when where which who whom whose why will with
        without would yes yet you your yours
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Adds the terms of <paramref name="text"/> to <paramref name="terms"/>. Names like <c>labelPrinting</c> fall into their words.</summary>
    public static void Scan(ReadOnlySpan<char> text, List<LexicalTerm> terms)
    {
        Span<char> word = stackalloc char[MaxWord + 2];
        word[0] = Edge;
        for (var at = 0; at < text.Length;)
        {
            if (!IsLetter(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            var length = 0;
            do
            {
                if (length < MaxWord) word[1 + length++] = char.ToLowerInvariant(text[at]);
                at++;
            }
            while (at < text.Length && IsLetter(text[at]) && !(char.IsLower(text[at - 1]) && char.IsUpper(text[at])));
            word[1 + length] = Edge;
            if (!FunctionWords.Contains(word.Slice(1, length))) Add(word[..(length + 2)], start, at, terms);
        }
    }

    private static void Add(ReadOnlySpan<char> edgedWord, int start, int end, List<LexicalTerm> terms)
    {
        var word = edgedWord[1..^1];
        if (word.Length > 1) terms.Add(new LexicalTerm(Key(EnglishStem.Of(word), 'w'), 1, start, end, IsWord: true));
        for (var i = 0; i + PartLength <= edgedWord.Length; i++)
            terms.Add(new LexicalTerm(Key(edgedWord.Slice(i, PartLength), 'p'), PartWeight, start, end, IsWord: false));
    }

    private static bool IsLetter(char unit) => char.IsLetterOrDigit(unit) || char.IsSurrogate(unit);

    // FNV-1a over UTF-16 units: stable between processes, as string hash codes are not.
    private static ulong Key(ReadOnlySpan<char> term, char kind)
    {
        const ulong prime = 1_099_511_628_211;
        var hash = (14_695_981_039_346_656_037 ^ kind) * prime;
        foreach (var unit in term) hash = (hash ^ unit) * prime;
        return hash;
    }
}
