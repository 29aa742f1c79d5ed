using HybridAi.Learning.Retrieval;

namespace HybridAi.Learning.Answering;

/// <summary>
/// The words of a text with their places. Letters and digits make words; a stop or comma between digits belongs to the number, an apostrophe between
/// letters to the word, a hyphen to neither, so that "two-factor" and "PW-409" are two words each.
/// </summary>
public static class AnswerTokens
{
    private const int LongestWord = 64;

    /// <summary>The words in their order. What is longer than 64 units is compared by its first 64.</summary>
    public static AnswerToken[] Of(ReadOnlySpan<char> text)
    {
        var tokens = new List<AnswerToken>(text.Length / 6 + 1);
        var opens = true;
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[at]))
            {
                if (text[at] is '.' or '!' or '?' or ':' or '\n' or '|') opens = true;
                at++;
                continue;
            }

            var end = EndOf(text, at);
            tokens.Add(TokenOf(text, at, end, opens));
            opens = false;
            at = end;
        }

        return [.. tokens];
    }

    private static int EndOf(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length)
        {
            if (char.IsLetterOrDigit(text[at]) || char.IsLowSurrogate(text[at])) at++;
            else if (at + 1 < text.Length && at > 0 && Joins(text[at - 1], text[at], text[at + 1])) at++;
            else break;
        }

        return at;
    }

    private static bool Joins(char before, char mark, char after) => mark switch
    {
        '.' or ',' => char.IsAsciiDigit(before) && char.IsAsciiDigit(after),
        '\'' or '’' => char.IsLetter(before) && char.IsLetter(after),
        _ => false,
    };

    private static AnswerToken TokenOf(ReadOnlySpan<char> text, int start, int end, bool opens)
    {
        var raw = text[start..end];
        if (raw.Length > LongestWord) raw = raw[..LongestWord];
        var word = raw.ToString().ToLowerInvariant().Replace('’', '\'');
        var marks = TokenMarks.None;
        if (raw.IndexOfAnyInRange('0', '9') >= 0)
        {
            marks = TokenMarks.Number | NumberMarks(text, start, end);
            return new(start, end - start, word, NumberStem(word), marks);
        }

        if (FunctionWords.Contain(word)) marks |= TokenMarks.Stop;
        if (word.EndsWith("'s", StringComparison.Ordinal)) word = word[..^2];
        if (FunctionWords.Digits(word) is { } digits) return new(start, end - start, word, digits, marks | TokenMarks.Number);
        if (IsName(raw, opens) && !FunctionWords.Contain(word)) marks |= TokenMarks.Name;
        return new(start, end - start, word, StemOf(word), marks);
    }

    // A capital that no sentence asks for, or one inside of the word.
    private static bool IsName(ReadOnlySpan<char> raw, bool opens)
    {
        if (!char.IsUpper(raw[0])) return false;
        if (!opens) return true;
        for (var i = 1; i < raw.Length; i++)
            if (char.IsUpper(raw[i]))
                return true;
        return false;
    }

    private static TokenMarks NumberMarks(ReadOnlySpan<char> text, int start, int end)
    {
        var behind = text[end..].TrimStart(' ');
        if (behind.StartsWith("%") || behind.StartsWith("percent", StringComparison.OrdinalIgnoreCase) || behind.StartsWith("per cent", StringComparison.OrdinalIgnoreCase))
            return TokenMarks.Percent;
        var before = text[..start].TrimEnd(' ');
        var money = (before.Length > 0 && before[^1] is '€' or '$' or '£' or '¥') || behind.StartsWith("€") || StartsWithCurrency(behind);
        return money ? TokenMarks.Money : TokenMarks.None;
    }

    private static bool StartsWithCurrency(ReadOnlySpan<char> behind)
    {
        foreach (var currency in (ReadOnlySpan<string>)["euro", "dollar", "pound", "cent ", "cents", "EUR", "USD", "GBP", "million dollar", "billion dollar"])
            if (behind.StartsWith(currency, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    // "2,500" and "2500" are one number, so are "1.50" and "1.5"; "10,5" stays as it is.
    private static string NumberStem(string word)
    {
        var plain = System.Text.RegularExpressions.Regex.IsMatch(word, @"^\d{1,3}(,\d{3})+(\.\d+)?$") ? word.Replace(",", "", StringComparison.Ordinal) : word;
        return plain.Contains('.', StringComparison.Ordinal) && decimal.TryParse(plain, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.############################", System.Globalization.CultureInfo.InvariantCulture)
            : plain;
    }

    private static string StemOf(string word)
    {
        Span<char> room = stackalloc char[LongestWord + 8];
        word.CopyTo(room);
        return room[..PorterStemmer.Stem(room, word.Length)].ToString();
    }
}
