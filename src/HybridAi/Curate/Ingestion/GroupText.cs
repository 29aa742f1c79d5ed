using System.Buffers;
using System.Globalization;
using System.Text;

namespace HybridAi.Curate.Ingestion;

/// <summary>What two texts must have in common to be of one group: the letters and digits of their words, whatever their case, spacing and punctuation.</summary>
internal static class GroupText
{
    /// <summary>The text in compatibility form and lower case, words set apart by one space; the text itself where it holds no letter and no digit.</summary>
    public static string Of(string text)
    {
        var form = Ascii.IsValid(text) ? text : text.Normalize(NormalizationForm.FormKC);
        var buffer = ArrayPool<char>.Shared.Rent(form.Length);
        try
        {
            var length = Fold(form, buffer);
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
            if (!IsOfWord(rune))
            {
                spaced = length > 0;
                continue;
            }

            if (spaced) target[length++] = ' ';
            spaced = false;
            length += Rune.ToLowerInvariant(rune).EncodeToUtf16(target[length..]);
        }

        return length;
    }

    // Marks belong to words: without them different words of Hindi, Thai or Hebrew would fall together.
    private static bool IsOfWord(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
