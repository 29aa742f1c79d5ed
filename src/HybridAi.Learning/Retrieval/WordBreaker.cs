namespace HybridAi.Learning.Retrieval;

/// <summary>
/// Cuts a text into words by the rules of Unicode Standard Annex #29, as Lucene's StandardTokenizer does: what holds no letter, digit or ideograph is no word,
/// and a word of more than 255 units is cut.
/// </summary>
internal ref struct WordBreaker(ReadOnlySpan<char> text)
{
    private const int LongestWord = 255;

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>Where the word begins.</summary>
    public int Start { get; private set; }

    /// <summary>How many units it has.</summary>
    public int Length { get; private set; }

    /// <summary>Goes to the next word; false behind the last.</summary>
    public bool Next()
    {
        while (_at < _text.Length)
        {
            var kind = WordClasses.At(_text, _at, out var units);
            switch (kind)
            {
                case WordClass.Alone:
                    return Take(Extended(_at + units));
                case WordClass.Letter or WordClass.Digit or WordClass.Katakana or WordClass.Unspaced or WordClass.Joiner:
                    var (end, isWord) = Run();
                    if (isWord) return Take(end);
                    _at = end;
                    break;
                default:
                    _at += units;
                    break;
            }
        }

        return false;
    }

    private bool Take(int end)
    {
        (Start, Length) = (_at, Math.Min(end - _at, LongestWord));
        if (Length == LongestWord && char.IsHighSurrogate(_text[Start + Length - 1])) Length--;
        _at = Start + Length;
        return true;
    }

    // A run of letters, digits and joiners, over a middle character where the same kind stands on both sides.
    private readonly (int End, bool IsWord) Run()
    {
        var kind = WordClasses.At(_text, _at, out var units);
        var (end, isWord) = (Extended(_at + units), kind != WordClass.Joiner);
        while (end < _text.Length && end - _at < LongestWord)
        {
            var next = WordClasses.At(_text, end, out units);
            if (Joins(kind, next)) end = Extended(end + units);
            else if (next is WordClass.MidLetter or WordClass.MidDigit or WordClass.MidBoth && Behind(end + units, out var behind, out var to) && Spans(kind, next, behind))
                (next, end) = (behind, to);
            else
                break;
            isWord |= next != WordClass.Joiner;
            kind = next;
        }

        return (end, isWord);
    }

    private readonly bool Behind(int at, out WordClass kind, out int end)
    {
        at = Extended(at);
        (kind, end) = (WordClass.Other, at);
        if (at >= _text.Length) return false;
        kind = WordClasses.At(_text, at, out var units);
        end = Extended(at + units);
        return true;
    }

    private static bool Joins(WordClass before, WordClass next) => (before, next) switch
    {
        (WordClass.Letter or WordClass.Digit, WordClass.Letter or WordClass.Digit) => true,
        (WordClass.Katakana, WordClass.Katakana) => true,
        (WordClass.Unspaced, WordClass.Unspaced) => true,
        (WordClass.Joiner, WordClass.Letter or WordClass.Digit or WordClass.Katakana or WordClass.Joiner) => true,
        (WordClass.Letter or WordClass.Digit or WordClass.Katakana, WordClass.Joiner) => true,
        _ => false,
    };

    private static bool Spans(WordClass before, WordClass middle, WordClass behind) => (before, middle, behind) switch
    {
        (WordClass.Letter, WordClass.MidLetter or WordClass.MidBoth, WordClass.Letter) => true,
        (WordClass.Digit, WordClass.MidDigit or WordClass.MidBoth, WordClass.Digit) => true,
        _ => false,
    };

    private readonly int Extended(int at)
    {
        while (at < _text.Length && WordClasses.At(_text, at, out var units) == WordClass.Extend) at += units;
        return at;
    }
}
