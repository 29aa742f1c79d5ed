using System.Text;
using HybridAi.Learning.Text;

namespace HybridAi.Documents.Answering;

/// <summary>
/// Finds a quote in a text: letter by letter, and where that fails without regard to case, white space, kinds of quotation marks and dashes, accents, the
/// compatibility forms that documents are full of (ligatures, full-width letters, an ellipsis), emphasis marks and characters that nobody sees.
/// </summary>
public static class QuoteFinder
{
    /// <summary>Where the quote stands, or null. An empty quote stands nowhere.</summary>
    public static TextRange? Find(string text, string quote)
    {
        if (string.IsNullOrWhiteSpace(quote)) return null;
        var exact = text.IndexOf(quote, StringComparison.Ordinal);
        if (exact >= 0) return new(exact, quote.Length);
        var folded = Folded.Of(quote).Text.Trim();
        if (folded.Length == 0) return null;
        var within = Folded.Of(text);
        var at = within.Text.IndexOf(folded, StringComparison.Ordinal);
        if (at < 0) return null;
        var (start, last) = (within.Origins[at], within.Origins[at + folded.Length - 1]);
        return new(start, EndOf(text, last) - start);
    }

    /// <summary>A text as it is compared.</summary>
    public static string Fold(string text) => Folded.Of(text).Text.Trim();

    // The unit, or both of a pair of surrogates, with the marks that combine with it.
    private static int EndOf(string text, int at)
    {
        var end = at + (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1);
        while (end < text.Length && Rune.TryGetRuneAt(text, end, out var next) && Rune.GetUnicodeCategory(next) is System.Globalization.UnicodeCategory.NonSpacingMark) end += next.Utf16SequenceLength;
        return end;
    }

    /// <summary>A folded text and where each of its units came from.</summary>
    private sealed record Folded(string Text, int[] Origins)
    {
        public static Folded Of(string text)
        {
            var (folded, origins) = (new StringBuilder(text.Length), new List<int>(text.Length));
            for (var at = 0; at < text.Length;)
            {
                var end = EndOf(text, at);
                if (Rune.TryGetRuneAt(text, at, out var rune) && !IsUnseen(rune)) Append(folded, origins, text[at..end], at);
                at = end;
            }

            return new(folded.ToString(), [.. origins]);
        }

        private static void Append(StringBuilder folded, List<int> origins, string piece, int at)
        {
            foreach (var unit in CompatibleForms.Of(piece).ToLowerInvariant())
            {
                var plain = Plain(unit);
                if (plain == ' ' && folded.Length > 0 && folded[^1] == ' ') continue;
                folded.Append(plain);
                origins.Add(at);
            }
        }

        private static char Plain(char unit) => unit switch
        {
            '‘' or '’' or '‚' or '‛' or '`' or '´' or '′' => '\'',
            '“' or '”' or '„' or '‟' or '«' or '»' or '″' => '"',
            '‐' or '‑' or '‒' or '–' or '—' or '―' or '−' => '-',
            _ => char.IsWhiteSpace(unit) ? ' ' : unit,
        };

        private static bool IsUnseen(Rune rune) => rune.Value is '*' or 0xFEFF
            || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format
            || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Control && !Rune.IsWhiteSpace(rune);
    }
}
