using System.Globalization;

namespace HybridAi.Learning.Text;

/// <summary>
/// One table that lower-cases every UTF-16 unit and says whether it belongs to a word. A table look-up is the same for every
/// script, never throws (a lone surrogate maps to itself) and costs one load in the hottest loop of the product.
/// </summary>
/// <remarks>
/// Case is folded unit by unit with the invariant simple mapping, so the few cased scripts outside the basic plane
/// (Deseret, Osage, Adlam) keep their case.
/// </remarks>
internal static class CharacterFolding
{
    /// <summary>What every run of white space and control characters becomes.</summary>
    public const char Blank = ' ';

    private static readonly char[] Folded = BuildFolded();
    private static readonly bool[] InWord = BuildInWord();

    /// <summary>The lower-cased unit, or <see cref="Blank"/> for white space and control characters.</summary>
    public static char Fold(char unit) => Folded[unit];

    /// <summary>True for letters, marks, digits and surrogates (emoji count as words); expects a folded unit.</summary>
    public static bool IsWord(char folded) => InWord[folded];

    private static char[] BuildFolded()
    {
        var table = new char[char.MaxValue + 1];
        for (var i = 0; i < table.Length; i++)
        {
            var unit = (char)i;
            table[i] = char.IsWhiteSpace(unit) || char.IsControl(unit) ? Blank : char.ToLowerInvariant(unit);
        }

        return table;
    }

    private static bool[] BuildInWord()
    {
        var table = new bool[char.MaxValue + 1];
        for (var i = 0; i < table.Length; i++)
        {
            var unit = (char)i;
            table[i] = char.IsLetterOrDigit(unit) || char.IsSurrogate(unit) || char.GetUnicodeCategory(unit) is
                UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.OtherSymbol;
        }

        return table;
    }
}
