using System.Buffers;
using System.Globalization;
using System.Text;

namespace HybridAi.Curate.Ingestion;

/// <summary>What two texts must have in common to be of one group: the letters and digits of their words.</summary>
internal static class GroupText
{
    /// <summary>
    /// The text in plain lower-case letters and digits, words set apart by one space; the text itself where it holds none. Without accents,
    /// so that composed and decomposed spellings meet; that words which differ in an accent alone meet too only keeps them in one part of
    /// a split.
    /// </summary>
    public static string Of(string text)
    {
        var buffer = ArrayPool<char>.Shared.Rent(text.Length * PlainLetters.MaxLength);
        try
        {
            var length = Fold(text, buffer);
            return length == 0 ? text : new string(buffer, 0, length);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    private static int Fold(string text, Span<char> target)
    {
        var length = 0;
        var spaced = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var lower = Rune.ToLowerInvariant(rune);
            if (lower.IsBmp && PlainLetters.IsAccent((char)lower.Value)) continue;
            var plain = lower.IsAscii || !lower.IsBmp ? null : PlainLetters.Of((char)lower.Value);
            if (plain is null && !IsOfWord(lower))
            {
                spaced = length > 0;
                continue;
            }

            if (spaced) target[length++] = ' ';
            spaced = false;
            plain?.CopyTo(target[length..]);
            length += plain?.Length ?? lower.EncodeToUtf16(target[length..]);
        }

        return length;
    }

    // Marks other than accents belong to words: without them different words of Hindi, Thai or Hebrew would fall together.
    private static bool IsOfWord(Rune rune)
    {
        if (rune.IsAscii) return Rune.IsLetterOrDigit(rune);
        return Rune.GetUnicodeCategory(rune) is <= UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber;
    }
}
