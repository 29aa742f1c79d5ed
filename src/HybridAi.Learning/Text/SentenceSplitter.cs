using System.Buffers;
using System.Globalization;

namespace HybridAi.Learning.Text;

/// <summary>
/// Where sentences begin and end, by rules: marks that end one, unless a number, an initial, an abbreviation or a list's numbering explains
/// the stop; closing quotes and brackets belong to the sentence before them; an empty line or a new list entry always ends one.
/// </summary>
/// <remarks>
/// The rules are those on which Kiss and Strunk, Unsupervised Multilingual Sentence Boundary Detection (2006), rest their features:
/// abbreviation, initial, ordinal, and the case of what follows. Theirs are learnt from a large text; a document of two pages is none, so the
/// abbreviations are listed, and other languages than English are served by what is common to their writing.
/// </remarks>
public static class SentenceSplitter
{
    private const int LongestAbbreviation = 12;
    private const int MostDigitsOfNumbering = 3;
    private const int MostBeforeNumbering = 4;

    private static readonly SearchValues<char> Roman = SearchValues.Create("ivxIVX");
    private static readonly SearchValues<char> Sections = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> NoteMarks = SearchValues.Create("0123456789abc");

    /// <summary>The sentences of a text, in order, without the white space around them; together they hold all of it that is not white space.</summary>
    public static IReadOnlyList<TextRange> Split(ReadOnlySpan<char> text)
    {
        var sentences = new List<TextRange>();
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var end = text[at] switch
            {
                '\n' => EndsLine(text, at) ? at : -1,
                '.' or '!' or '?' or '…' => EndOfMark(text, start, at),
                '。' or '！' or '？' or '｡' => BehindClosers(text, at + 1, out _),
                _ => -1,
            };
            if (end < 0)
            {
                while (at + 1 < text.Length && text[at] == '.' && text[at + 1] == '.') at++;
                continue;
            }

            Add(sentences, text, start, end);
            start = end;
            while (start < text.Length && char.IsWhiteSpace(text[start])) start++;
            at = Math.Max(at, start - 1);
        }

        Add(sentences, text, start, text.Length);
        return sentences;
    }

    private static void Add(List<TextRange> sentences, ReadOnlySpan<char> text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start])) start++;
        while (end > start && char.IsWhiteSpace(text[end - 1])) end--;
        if (end > start) sentences.Add(new(start, end - start));
    }

    // An empty line, or the beginning of another list entry.
    private static bool EndsLine(ReadOnlySpan<char> text, int newline)
    {
        var at = newline + 1;
        while (at < text.Length && text[at] is ' ' or '\t') at++;
        if (at == text.Length || text[at] == '\n') return true;
        return text[at] is '-' or '*' or '•' or '–' or '▪' or '◦' or '·'
            ? at + 1 < text.Length && text[at + 1] is ' ' or '\t'
            : NumberingAt(text, at);
    }

    // "3. ", "12) ", "b) ".
    private static bool NumberingAt(ReadOnlySpan<char> text, int at)
    {
        var digits = at;
        while (digits < text.Length && digits - at <= MostDigitsOfNumbering && char.IsAsciiDigit(text[digits])) digits++;
        if (digits == at && at < text.Length && char.IsAsciiLetter(text[at]) && at + 1 < text.Length && text[at + 1] == ')') digits++;
        return digits > at && digits - at <= MostDigitsOfNumbering && digits + 1 < text.Length && text[digits] is '.' or ')' && text[digits + 1] is ' ' or '\t';
    }

    // The sentence's end when the mark at this place makes one; -1 when it doesn't.
    private static int EndOfMark(ReadOnlySpan<char> text, int start, int at)
    {
        var run = at + 1;
        while (run < text.Length && text[run] is '.' or '!' or '?' or '…') run++;
        var end = BehindClosers(text, run, out var closed);
        if (end < text.Length && !char.IsWhiteSpace(text[end])) return -1;
        var next = end;
        while (next < text.Length && char.IsWhiteSpace(text[next])) next++;
        if (next == text.Length) return end;
        var first = FirstOf(text, next);
        var marks = text[at..run];
        if (marks.ContainsAny('!', '?')) return closed && char.IsLower(text[first]) ? -1 : end;
        if (marks.Length > 1 || marks[0] == '…') return char.IsLower(text[first]) ? -1 : end;
        return StopEnds(text, start, at, first, closed) ? end : -1;
    }

    // A single full stop with white space behind it, before the word that begins at next.
    private static bool StopEnds(ReadOnlySpan<char> text, int start, int stop, int next, bool closed)
    {
        var word = WordBefore(text, start, stop, out var from);
        if (word.IsEmpty) return !char.IsLower(text[next]);
        if (closed && !char.IsLower(text[next])) return true;
        if (IsNumbering(text, start, from, word)) return false;
        if (char.IsAsciiDigit(word[^1])) return !char.IsLower(text[next]);
        var following = WordAt(text, next);
        var opens = char.IsUpper(text[next]) && Abbreviations.Opens(following);
        if (word.Length == 1 && char.IsUpper(word[0])) return opens || (word[0] == 'I' && from > start && LowerBefore(text, from));
        if (word.Length > LongestAbbreviation) return true;
        if (Abbreviations.Leads(word)) return false;
        if (Abbreviations.Numbers(word)) return !char.IsAsciiDigit(text[next]) && !char.IsLower(text[next]) && text[next] is not ('(' or '#' or '§');
        if (Abbreviations.Trails(word)) return opens;
        // Hasty writing goes on in lower case; only a word that is surely no abbreviation is believed then.
        return !char.IsLower(text[next]) || word.Length > 3 || Abbreviations.Opens(word);
    }

    // "2." and "iv." at the beginning number what follows.
    private static bool IsNumbering(ReadOnlySpan<char> text, int start, int from, ReadOnlySpan<char> word)
    {
        if (from - start > MostBeforeNumbering || text[start..from].ContainsAnyExcept(" \n\t(")) return false;
        return word.Length <= MostDigitsOfNumbering && !word.ContainsAnyExceptInRange('0', '9')
            || word.Length == 1 && char.IsAsciiLetter(word[0]) && word[0] != 'I'
            || word.Length <= 4 && word.Length > 1 && !word.ContainsAnyExcept(Roman)
            || word.Length > 1 && char.IsAsciiDigit(word[0]) && !word.ContainsAnyExcept(Sections);
    }

    private static bool LowerBefore(ReadOnlySpan<char> text, int from)
    {
        var before = text[..from].TrimEnd();
        return before.Length > 0 && char.IsLower(before[^1]);
    }

    // The letters, digits and inner stops before a full stop.
    private static ReadOnlySpan<char> WordBefore(ReadOnlySpan<char> text, int start, int stop, out int from)
    {
        from = stop;
        while (from > start && IsOfWord(text[from - 1])) from--;
        while (from < stop && text[from] == '.') from++;
        return text[from..stop];
    }

    private static ReadOnlySpan<char> WordAt(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && (char.IsLetter(text[end]) || text[end] is '\'' or '’')) end++;
        var word = text[at..end];
        var apostrophe = word.IndexOfAny('\'', '’');
        return apostrophe > 0 ? word[..apostrophe] : word;
    }

    private static bool IsOfWord(char unit)
        => char.IsLetterOrDigit(unit) || unit == '.' || char.GetUnicodeCategory(unit) is UnicodeCategory.NonSpacingMark;

    // Behind opening quotes and brackets.
    private static int FirstOf(ReadOnlySpan<char> text, int at)
    {
        var first = at;
        while (first < text.Length - 1 && text[first] is '"' or '\'' or '“' or '‘' or '«' or '„' or '[' or '¿' or '¡' or '*' or '_') first++;
        return first;
    }

    // Behind closing quotes, brackets and the marks of notes such as [3].
    private static int BehindClosers(ReadOnlySpan<char> text, int at, out bool closed)
    {
        var end = at;
        closed = false;
        while (end < text.Length)
        {
            if (text[end] is '"' or '\'' or '”' or '’' or '»' or ')' or ']' or '」' or '』' or '）' or '*' or '_') end++;
            else if (text[end] == '[' && NoteLength(text[end..]) is > 0 and var note) end += note;
            else break;
            closed = true;
        }

        return end;
    }

    private static int NoteLength(ReadOnlySpan<char> text)
    {
        var close = text[..Math.Min(text.Length, 6)].IndexOf(']');
        return close > 1 && !text[1..close].ContainsAnyExcept(NoteMarks) ? close + 1 : 0;
    }
}
