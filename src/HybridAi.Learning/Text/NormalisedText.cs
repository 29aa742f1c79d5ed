using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HybridAi.Learning.Text;

/// <summary>
/// A text as the scanner sees it: lower-cased, one blank before, behind and for every run of white space, and beside the units
/// one bit each for "belongs to a word" and "is solid", that is, not blank.
/// </summary>
/// <remarks>
/// Short texts are mostly edges, and an edge in a loop over characters is a branch that the processor guesses wrong. With bits
/// the scanner's loops run over what they look for.
/// </remarks>
internal readonly ref struct NormalisedText
{
    /// <summary>Units in one element of the bit sets.</summary>
    public const int Chunk = 64;

    /// <summary>Units that may be read behind the text; they are 0.</summary>
    private const int Room = 8;

    private NormalisedText(Span<char> units, int length, Span<ulong> inWord, Span<ulong> solid)
    {
        Units = units;
        Length = length;
        InWord = inWord;
        Solid = solid;
    }

    /// <summary>The units, followed by zeros.</summary>
    public ReadOnlySpan<char> Units { get; }

    /// <summary>Number of units without the zeros.</summary>
    public int Length { get; }

    /// <summary>Bit i % 64 of element i / 64: unit i belongs to a word.</summary>
    public ReadOnlySpan<ulong> InWord { get; }

    /// <summary>Bit i % 64 of element i / 64: unit i is not blank. An element of 0 follows the last.</summary>
    public ReadOnlySpan<ulong> Solid { get; }

    /// <summary>Units of memory that a text of so many needs.</summary>
    public static int UnitsFor(int textLength) => textLength + 2 + Room;

    /// <summary>Elements of memory that both bit sets need together.</summary>
    public static int BitsFor(int textLength) => 2 * (UnitsFor(textLength) / Chunk + 2);

    /// <summary>Normalises into memory that was measured by <see cref="UnitsFor"/> and <see cref="BitsFor"/>.</summary>
    public static NormalisedText Of(ReadOnlySpan<char> text, Span<char> units, Span<ulong> bits)
    {
        units = units[..UnitsFor(text.Length)];
        var half = BitsFor(text.Length) / 2;
        var inWord = bits[..half];
        var solid = bits.Slice(half, half);
        ref var target = ref MemoryMarshal.GetReference(units);
        target = CharacterFolding.Blank;
        ulong words = 0, solids = 0;
        var length = 1;
        var blankBefore = 1u;
        foreach (var unit in text)
        {
            var folded = CharacterFolding.Fold(unit);
            Unsafe.Add(ref target, length) = (char)folded;
            words |= (ulong)CharacterFolding.InWord(folded) << length;
            var blank = CharacterFolding.IsBlank(folded);
            solids |= (ulong)(blank ^ 1) << length;

            // A blank behind a blank leaves no bit and is overwritten by the next unit.
            var taken = (int)((blank & blankBefore) ^ 1);
            blankBefore = blank;
            length += taken;
            if (length % Chunk != 0 || taken == 0) continue;
            inWord[length / Chunk - 1] = words;
            solid[length / Chunk - 1] = solids;
            words = solids = 0;
        }

        inWord[length / Chunk] = words;
        solid[length / Chunk] = solids;
        if (blankBefore == 0) Unsafe.Add(ref target, length++) = CharacterFolding.Blank;
        units.Slice(length, Room).Clear();
        solid[(length - 1) / Chunk + 1] = 0;
        return new NormalisedText(units, length, inWord, solid);
    }
}
