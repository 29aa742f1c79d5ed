using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
    /// <summary>What white space and control characters become.</summary>
    public const char Blank = ' ';

    private const int WordBit = 16;
    private const int BlankBit = 17;

    private static readonly uint[] Table = Build();

    /// <summary>The lower-cased unit in the low 16 bits, its kind above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Fold(char unit) => Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Table), (nint)unit);

    /// <summary>1 for a folded unit that belongs to a word: letters, marks, digits, symbols and surrogates, so that emoji are words.</summary>
    public static uint InWord(uint folded) => (folded >> WordBit) & 1;

    /// <summary>1 for a folded unit that is <see cref="Blank"/>.</summary>
    public static uint IsBlank(uint folded) => folded >> BlankBit;

    private static uint[] Build()
    {
        var table = new uint[char.MaxValue + 1];
        for (var i = 0; i < table.Length; i++)
        {
            var unit = (char)i;
            if (char.IsWhiteSpace(unit) || char.IsControl(unit)) table[i] = Blank | 1u << BlankBit;
            else table[i] = char.ToLowerInvariant(unit) | (BelongsToWord(unit) ? 1u << WordBit : 0);
        }

        return table;
    }

    private static bool BelongsToWord(char unit) =>
        char.IsLetterOrDigit(unit) || char.IsSurrogate(unit) || char.GetUnicodeCategory(unit) is
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.OtherSymbol;
}
