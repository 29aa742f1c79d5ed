using System.Globalization;
using System.Text;

namespace HybridAi.Learning.Retrieval;

/// <summary>What a character does at a word boundary: the Word_Break property of Unicode, as far as words for a search need it.</summary>
/// <remarks>
/// Unicode Standard Annex #29, "Unicode Text Segmentation", table 3. Classes follow from general category and block, so that no table of ranges has to be
/// kept up to date; the drawback is that a handful of letter-like symbols are classed by their category and not by their own entry.
/// </remarks>
internal enum WordClass : byte
{
    /// <summary>A boundary on both sides.</summary>
    Other,

    /// <summary>A letter of an alphabet or syllabary.</summary>
    Letter,

    /// <summary>A decimal digit.</summary>
    Digit,

    /// <summary>Katakana: runs of it are words.</summary>
    Katakana,

    /// <summary>A script written without spaces whose runs are kept whole: Thai, Lao, Khmer, Burmese.</summary>
    Unspaced,

    /// <summary>A word of its own: a Han or Hiragana character, a pictograph.</summary>
    Alone,

    /// <summary>Underscores and their like: join whatever stands beside them.</summary>
    Joiner,

    /// <summary>Within a word when letters stand on both sides, such as a colon.</summary>
    MidLetter,

    /// <summary>Within a number when digits stand on both sides, such as a comma.</summary>
    MidDigit,

    /// <summary>Either of both: a full stop, an apostrophe.</summary>
    MidBoth,

    /// <summary>Belongs to what stands before it: marks and format characters.</summary>
    Extend,
}

/// <summary>Looks the class of a character up.</summary>
internal static class WordClasses
{
    private static readonly WordClass[] Basic = [.. Enumerable.Range(0, char.MaxValue + 1).Select(unit => Compute(unit))];

    /// <summary>The class of the code point at a place, and how many units it has; a lone surrogate is <see cref="WordClass.Other"/>.</summary>
    public static WordClass At(ReadOnlySpan<char> text, int at, out int units)
    {
        units = 1;
        if (!char.IsSurrogate(text[at])) return Basic[text[at]];
        if (Rune.DecodeFromUtf16(text[at..], out var rune, out var read) != System.Buffers.OperationStatus.Done) return WordClass.Other;
        units = read;
        return Compute(rune.Value);
    }

    private static WordClass Compute(int point) => point switch
    {
        '.' or '\'' or 0x2018 or 0x2019 or 0x2024 or 0xFE52 or 0xFF07 or 0xFF0E => WordClass.MidBoth,
        ':' or 0x00B7 or 0x0387 or 0x05F4 or 0x2027 or 0xFE13 or 0xFE55 or 0xFF1A => WordClass.MidLetter,
        ',' or ';' or 0x037E or 0x0589 or 0x060C or 0x060D or 0x066C or 0x07F8 or 0x2044 or 0xFE10 or 0xFE14 or 0xFE50 or 0xFE54 or 0xFF0C or 0xFF1B => WordClass.MidDigit,
        0x200B => WordClass.Other,
        0x202F => WordClass.Joiner,
        0x066B => WordClass.Digit,
        >= 0x3031 and <= 0x3035 or 0x309B or 0x309C or >= 0x30A0 and <= 0x30FF or >= 0x31F0 and <= 0x31FF or >= 0xFF66 and <= 0xFF9D => WordClass.Katakana,
        >= 0x3041 and <= 0x309F or >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or 0x3005 or 0x3007 or >= 0x3021 and <= 0x3029 => WordClass.Alone,
        >= 0x20000 and <= 0x3FFFF => WordClass.Alone,
        >= 0xD800 and <= 0xDFFF => WordClass.Other,
        _ => OfCategory(point),
    };

    private static WordClass OfCategory(int point) => CharUnicodeInfo.GetUnicodeCategory(point) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => IsUnspaced(point) ? WordClass.Unspaced : WordClass.Letter,
        UnicodeCategory.DecimalDigitNumber => WordClass.Digit,
        UnicodeCategory.ConnectorPunctuation => WordClass.Joiner,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark =>
            IsUnspaced(point) ? WordClass.Unspaced : WordClass.Extend,
        UnicodeCategory.Format => WordClass.Extend,
        UnicodeCategory.OtherSymbol when point is >= 0x24B6 and <= 0x24E9 => WordClass.Letter,
        UnicodeCategory.OtherSymbol when point is >= 0x1F300 and <= 0x1FAFF or >= 0x2600 and <= 0x27BF => WordClass.Alone,
        _ => WordClass.Other,
    };

    private static bool IsUnspaced(int point) => point is >= 0x0E00 and <= 0x0EFF or >= 0x1000 and <= 0x109F or >= 0x1780 and <= 0x17FF;
}
