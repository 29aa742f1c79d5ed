using System.Globalization;
using System.Text;

namespace HybridAi.Documents.Answering;

/// <summary>
/// The plain letters of a character: the part of Unicode's compatibility forms (UAX 15) that PDF and word processors bring along. The product runs without
/// ICU, where <see cref="string.Normalize(NormalizationForm)"/> leaves texts as they are.
/// </summary>
internal static class CompatibleForms
{
    // Letters of Latin-1 and Latin Extended-A in their order from U+00C0, each without its accent; a blank stays what it is.
    private const string Unaccented =
        "AAAAAA CEEEEIIII NOOOOO  UUUUY  aaaaaa ceeeeiiii nooooo  uuuuy yAaAaAaCcCcCcCcDd  EeEeEeEeEeGgGgGgGgHh  IiIiIiIiI   JjKk LlLlLl    NnNnNn   OoOoOo  RrRrRrSsSsSsSsTtTt  UuUuUuUuUuUuWwYyYZzZzZz";

    /// <summary>The plain letters of one character with the marks that combine with it.</summary>
    public static string Of(string character)
    {
        var plain = new StringBuilder(character.Length);
        foreach (var rune in character.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark) continue;
            plain.Append(rune.Value switch
            {
                >= 0xFF01 and <= 0xFF5E => ((char)(rune.Value - 0xFEE0)).ToString(),
                >= 0xC0 and <= 0x17E when rune.Value - 0xC0 < Unaccented.Length && Unaccented[rune.Value - 0xC0] is not ' ' and var letter => letter.ToString(),
                0xFB00 => "ff", 0xFB01 => "fi", 0xFB02 => "fl", 0xFB03 => "ffi", 0xFB04 => "ffl", 0xFB05 or 0xFB06 => "st",
                0x2026 => "...", 0x2122 => "TM", 0x00BD => "1/2", 0x00BC => "1/4", 0x00BE => "3/4", 0x2044 => "/",
                0xB2 or 0xB3 => ((char)('0' + rune.Value - 0xB0)).ToString(), 0xB9 => "1",
                0x2070 or >= 0x2074 and <= 0x2079 => ((char)('0' + rune.Value - 0x2070)).ToString(),
                >= 0x2080 and <= 0x2089 => ((char)('0' + rune.Value - 0x2080)).ToString(),
                _ => rune.ToString(),
            });
        }

        return plain.ToString();
    }
}
