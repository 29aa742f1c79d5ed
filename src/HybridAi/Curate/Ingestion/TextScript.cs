using System.Text;

namespace HybridAi.Curate.Ingestion;

/// <summary>Which script a text is written in.</summary>
internal static class TextScript
{
    // The beginning says it; a long text would cost more and say the same.
    private const int MaxCharacters = 1_000;
    private const string None = "None";
    private const string Other = "Other";

    // Code point ranges of the scripts told apart, in order (Unicode, Blocks.txt).
    private static readonly (int First, int Last, string Script)[] Ranges =
    [
        (0x0041, 0x024F, "Latin"), (0x0250, 0x02AF, "Latin"), (0x0370, 0x03FF, "Greek"), (0x0400, 0x052F, "Cyrillic"), (0x0530, 0x058F, "Armenian"),
        (0x0590, 0x05FF, "Hebrew"), (0x0600, 0x077F, "Arabic"), (0x08A0, 0x08FF, "Arabic"), (0x0900, 0x097F, "Devanagari"),
        (0x0980, 0x09FF, "Bengali"), (0x0B80, 0x0BFF, "Tamil"), (0x0C00, 0x0C7F, "Telugu"), (0x0E00, 0x0E7F, "Thai"), (0x10A0, 0x10FF, "Georgian"),
        (0x1100, 0x11FF, "Hangul"), (0x1E00, 0x1EFF, "Latin"), (0x1F00, 0x1FFF, "Greek"), (0x3040, 0x30FF, "Kana"), (0x3130, 0x318F, "Hangul"),
        (0x3400, 0x9FFF, "Han"), (0xAC00, 0xD7AF, "Hangul"), (0xF900, 0xFAFF, "Han"), (0xFB50, 0xFDFF, "Arabic"), (0xFE70, 0xFEFF, "Arabic"),
        (0xFF21, 0xFF5A, "Latin"), (0xFF66, 0xFF9F, "Kana"), (0x20000, 0x3FFFF, "Han"),
    ];

    private static readonly string[] Scripts = [None, Other, .. Ranges.Select(range => range.Script).Distinct()];
    private static readonly int[] ScriptOfRange = [.. Ranges.Select(range => Array.IndexOf(Scripts, range.Script))];

    /// <summary>The script of most of the text's letters; <c>None</c> where it has no letter.</summary>
    public static string Of(string text)
    {
        Span<int> letters = stackalloc int[Scripts.Length];
        letters.Clear();
        var range = 0;
        foreach (var rune in text.AsSpan(0, Math.Min(text.Length, MaxCharacters)).EnumerateRunes())
        {
            if (!Rune.IsLetter(rune)) continue;

            // Letters mostly follow others of their script.
            if (rune.Value < Ranges[range].First || rune.Value > Ranges[range].Last) range = RangeOf(rune.Value, range);
            letters[InRange(rune.Value, range) ? ScriptOfRange[range] : 1]++;
        }

        var most = 0;
        for (var i = 1; i < letters.Length; i++)
        {
            if (letters[i] > letters[most]) most = i;
        }

        return Scripts[most];
    }

    private static int RangeOf(int value, int otherwise)
    {
        var found = Array.FindIndex(Ranges, range => value >= range.First && value <= range.Last);
        return found < 0 ? otherwise : found;
    }

    private static bool InRange(int value, int range) => value >= Ranges[range].First && value <= Ranges[range].Last;
}
