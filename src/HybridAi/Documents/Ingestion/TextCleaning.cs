using System.Globalization;
using System.Text;

namespace HybridAi.Documents.Ingestion;

/// <summary>
/// Takes out of a text what has no look of its own: control characters, characters without width, marks of direction, Unicode's tags. Joiners stay
/// where they shape what is seen, between letters of joining scripts and between emoji. Every visible character stays.
/// </summary>
/// <remarks>The invisible ones are those of Unicode Technical Report 36, section 3, and of Boucher et al., Bad Characters (2022).</remarks>
internal static class TextCleaning
{
    private const char NonJoiner = '\u200C';
    private const char Joiner = '\u200D';

    /// <summary>The text as it is kept, with line ends as <c>\n</c> and in composed form; what was taken out is added to the counts.</summary>
    public static string Clean(string text, ref TextHygiene counts)
    {
        if (IsPlain(text)) return text;
        var kept = new StringBuilder(text.Length);
        int control = 0, zeroWidth = 0, bidirectional = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            switch (unit)
            {
                case '\r':
                    if (i + 1 == text.Length || text[i + 1] != '\n') kept.Append('\n');
                    break;
                case '\n' or '\t':
                    kept.Append(unit);
                    break;
                case '\f' or '\v' or '\u0085' or '\u2028' or '\u2029':
                    kept.Append('\n');
                    break;
                case NonJoiner or Joiner when Joins(text, i):
                    kept.Append(unit);
                    break;
                case NonJoiner or Joiner or '\u00AD' or '\u034F' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or '\u180B' or '\u180C' or '\u180D' or '\u180E'
                    or '\u200B' or '\u3164' or '\uFEFF' or '\uFFA0' or (>= '\u2060' and <= '\u2065') or (>= '\u206A' and <= '\u206F')
                    or (>= '\uFFF9' and <= '\uFFFB'):
                    zeroWidth++;
                    break;
                case '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'):
                    bidirectional++;
                    break;
                case '\uDB40' when i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]):
                    // Plane 14 holds tags and further variation selectors alone, which carry whole hidden messages.
                    zeroWidth++;
                    i++;
                    break;
                case var _ when char.IsControl(unit):
                    control++;
                    break;
                case var _ when char.IsSurrogate(unit):
                    if (char.IsHighSurrogate(unit) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) kept.Append(unit).Append(text[++i]);
                    else kept.Append('\uFFFD');
                    break;
                default:
                    kept.Append(unit);
                    break;
            }
        }

        counts += new TextHygiene(Control: control, ZeroWidth: zeroWidth, Bidirectional: bidirectional);
        return Composition.Compose(kept.ToString());
    }

    /// <summary>The text on one line: every run of white space is one blank.</summary>
    public static string OnOneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var unit in text)
        {
            if (!char.IsWhiteSpace(unit)) line.Append(unit);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }

        if (line.Length > 0 && line[^1] == ' ') line.Length--;
        return line.ToString();
    }

    private static bool IsPlain(string text)
    {
        foreach (var unit in text)
        {
            if (unit is not ((>= ' ' and <= '~') or '\n' or '\t')) return false;
        }

        return true;
    }

    private static bool Joins(string text, int at) => at > 0 && at + 1 < text.Length && Shapes(text, at - 1) && Shapes(text, at + 1);

    // A letter or mark of a script that joins, or a part of an emoji.
    private static bool Shapes(string text, int at) => text[at] switch
    {
        >= '\u0600' and <= '\u08FF' or >= '\u0900' and <= '\u0DFF' or >= '\u0F00' and <= '\u109F' or >= '\u1780' and <= '\u18AF' => true,
        '\uFE0F' => true,
        var unit when char.IsSurrogate(unit) => true,
        var unit => char.GetUnicodeCategory(unit) is UnicodeCategory.OtherSymbol,
    };
}
