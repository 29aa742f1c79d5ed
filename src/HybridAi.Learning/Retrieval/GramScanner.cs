using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace HybridAi.Learning.Retrieval;

/// <summary>
/// The runs of 3 to 5 characters of a text in lower case, over the borders of words: they find parts of words, inflected and misspelt ones, and words that
/// stand side by side. Whatever is no letter, digit or mark is one blank.
/// </summary>
internal static class GramScanner
{
    public const int Shortest = 3;
    public const int Longest = 5;

    private const char Blank = ' ';

    private static readonly char[] Folded = [.. Enumerable.Range(0, char.MaxValue + 1).Select(unit => Fold((char)unit))];

    /// <summary>Adds the key of every run to the list, as often as it occurs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scan(ReadOnlySpan<char> text, List<ulong> keys)
    {
        var room = ArrayPool<char>.Shared.Rent(text.Length + 2);
        var length = Normalise(text, room);
        for (var start = 0; start + Shortest <= length; start++)
        {
            var hash = TermKey.Step(TermKey.Step(TermKey.Seed, room[start]), room[start + 1]);
            for (var at = start + 2; at < Math.Min(length, start + Longest); at++)
            {
                hash = TermKey.Step(hash, room[at]);
                keys.Add(TermKey.Gram(hash));
            }
        }

        ArrayPool<char>.Shared.Return(room);
    }

    // A blank before the first word and behind the last tells a word's beginning and end there too.
    private static int Normalise(ReadOnlySpan<char> text, char[] room)
    {
        room[0] = Blank;
        var length = 1;
        foreach (var unit in text)
        {
            var folded = Folded[unit];
            if (folded != Blank || room[length - 1] != Blank) room[length++] = folded;
        }

        if (length == 1) return 0;
        if (room[length - 1] != Blank) room[length++] = Blank;
        return length;
    }

    private static char Fold(char unit) => char.GetUnicodeCategory(unit) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Surrogate => unit,
        _ => char.IsLetterOrDigit(unit) ? char.ToLowerInvariant(unit) : Blank,
    };
}
