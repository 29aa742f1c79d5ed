using System.Text.RegularExpressions;
using HybridAi.Learning.Answering;

namespace HybridAi.Documents.Answering;

/// <summary>
/// Whether the spans that a sentence cites hold what it says. Numbers, dates, names, addresses and links are held to the letter (by stem and digits); of the
/// words in all six of ten must stand there. It is a check against invention, not of logic: a sentence that turns a span's meaning around with its own words passes.
/// </summary>
public static partial class SentenceCheck
{
    /// <summary>The least share of a sentence's words that its spans must hold.</summary>
    public const double LeastSupport = 0.6;

    /// <summary>How well the spans hold the sentence, 0 to 1, and what they don't hold; null where nothing is missing.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="spans">The quotes, and what stands over them: titles and headings name what a row speaks of.</param>
    public static (double Support, string? Doubt) Of(string sentence, IReadOnlyList<string> spans)
    {
        var held = spans.SelectMany(span => AnswerTokens.Of(span)).Select(token => token.Stem).ToHashSet(StringComparer.Ordinal);
        var tokens = AnswerTokens.Of(sentence);
        var content = tokens.Where(token => token.IsContent).ToList();
        var support = content.Count == 0 ? 0 : content.Count(token => held.Contains(token.Stem)) / (double)content.Count;
        var strict = content.Where(token => token.Is(TokenMarks.Number | TokenMarks.Name) && !held.Contains(token.Stem)).Select(token => sentence.Substring(token.Start, token.Length)).ToList();
        if (strict.Count > 0) return (support, $"not in what is cited: {string.Join(", ", strict.Take(5))}");
        var foreign = Address().Matches(sentence).Select(match => match.Value.TrimEnd('.', ',', ')')).FirstOrDefault(address => !spans.Any(span => span.Contains(address, StringComparison.OrdinalIgnoreCase)));
        if (foreign is not null) return (support, $"an address that is not in what is cited: {foreign}");
        return support < LeastSupport ? (support, "what is cited speaks of something else") : (support, null);
    }

    [GeneratedRegex(@"(https?|ftp|file|data|javascript|mailto):\S+|\bwww\.\S+|\b[\w.+-]+@[\w-]+\.[\w.]+", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
