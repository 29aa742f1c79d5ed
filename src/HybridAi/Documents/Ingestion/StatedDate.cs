using System.Globalization;
using System.Text.RegularExpressions;

namespace HybridAi.Documents.Ingestion;

/// <summary>
/// The date that a text states for itself: a line near its beginning or end that says "last updated", "effective", "as of" or the like and then a date.
/// A date whose day and month could be mistaken for each other is not believed.
/// </summary>
internal static partial class StatedDate
{
    private const int BlocksFromEitherEnd = 12;
    private const int LongestLine = 200;

    private static readonly string[] Forms =
    [
        "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "d MMMM yyyy", "d MMM yyyy", "MMMM d yyyy", "MMM d yyyy", "MMMM yyyy", "MMM yyyy", "d.M.yyyy",
    ];

    /// <summary>The date, at midnight UTC; null where the text states none.</summary>
    public static DateTimeOffset? In(string text, IReadOnlyList<Block> blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            if (i >= BlocksFromEitherEnd && i < blocks.Count - BlocksFromEitherEnd) continue;
            var line = text.AsSpan(blocks[i].Start, Math.Min(blocks[i].Length, LongestLine)).ToString();
            if (Line().Match(line) is { Success: true } found && Read(found.Groups["date"].Value) is { } date) return date;
        }

        return null;
    }

    /// <summary>A date as people write it; null where it is none, or could be two.</summary>
    public static DateTimeOffset? Read(string date)
    {
        var plain = Ornaments().Replace(date.Trim(), match => match.Groups[1].Value + match.Groups[2].Value + " ");
        plain = string.Join(' ', plain.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Replace("Sept ", "Sep ", StringComparison.OrdinalIgnoreCase);
        if (DateTimeOffset.TryParseExact(plain, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)) return read;
        if (Slashed().Match(plain) is not { Success: true } slashed) return null;
        int first = Part(slashed, 1), second = Part(slashed, 2), year = Part(slashed, 3);
        if (first is < 1 or > 31 || second is < 1 or > 31 || year < 1 || (first <= 12 && second <= 12 && first != second)) return null;
        var (month, day) = first > 12 ? (second, first) : (first, second);
        return month <= 12 && day <= DateTime.DaysInMonth(year, month) ? new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero) : null;
    }

    private static int Part(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        """
        ^[\W_]*(?:(?:this\s+(?:page|document|article|policy|version)\s+(?:was|is)\s+)?(?:last\s+)?(?:updated|modified|revised|reviewed|changed|edited|published|issued)
        (?:\s+(?:on|at|in))?|last\s+(?:update|change|revision|modification|review)|(?:date|version|revision|effective|valid)(?:\s+(?:date|from|as\s+of|of|since|on))?|as\s+of|
        stand|zuletzt\s+(?:aktualisiert|geändert)(?:\s+am)?|gültig\s+(?:ab|seit)|dernière\s+mise\s+à\s+jour|mis\s+à\s+jour(?:\s+le)?|última\s+actualización)
        \s*[:\-–—]?\s*(?<date>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?\p{L}{3,9}\.?,?\s+\d{4}|\p{L}{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\p{L}{3,9}\s+\d{4})
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Line();

    // "20th of", "20. Nov.", and commas.
    [GeneratedRegex(@"(\d{1,2})(?:st|nd|rd|th)\b(?:\s+of\b)?|(\d{1,2})\.(?=\s)|[,]|(?<=\p{L})\.|\bof\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ornaments();

    [GeneratedRegex(@"^(\d{1,2})[/](\d{1,2})[/](\d{4})$")]
    private static partial Regex Slashed();
}
