using HybridAi.Learning.Answering;

namespace HybridAi.Documents.Answering;

/// <summary>Whether a question needs what was said before to be understood, and what it is without a model: the question with the terms of the one before.</summary>
public static class FollowUp
{
    /// <summary>Who writes it so.</summary>
    public const string Terms = "terms";

    private const int FewWords = 2;

    private static readonly HashSet<string> Refers = new(StringComparer.Ordinal) { "it", "its", "they", "them", "their", "that", "those", "these", "he", "him", "his", "she", "her", "one", "ones", "there", "same", "both", "either", "former", "latter" };

    /// <summary>Whether the question leans on the conversation: it begins like a continuation, refers to something unnamed, or hardly names anything.</summary>
    public static bool Leans(string question, IReadOnlyList<Turn> conversation)
    {
        if (conversation.Count == 0) return false;
        var tokens = AnswerTokens.Of(question);
        if (tokens.Length == 0) return false;
        var content = tokens.Count(token => token.IsContent);
        if (tokens[0].Word is "and" or "or" or "but" or "so" or "then" or "also") return true;
        if (tokens.Length > 1 && tokens[0].Word is "what" or "how" or "why" && tokens[1].Word is "about" or "not" or "else" or "so") return true;
        if (content <= FewWords && !tokens.Any(token => token.Is(TokenMarks.Name))) return true;
        return tokens.Any(token => Refers.Contains(token.Word)) && content <= FewWords + 2;
    }

    /// <summary>The question with the terms of the question before it that it doesn't hold itself.</summary>
    public static AskedQuestion Join(string question, IReadOnlyList<Turn> conversation)
    {
        if (!Leans(question, conversation)) return new(question, question);
        var own = AnswerTokens.Of(question).Select(token => token.Stem).ToHashSet(StringComparer.Ordinal);
        var before = conversation[^1].Question;
        var terms = AnswerTokens.Of(before).Where(token => token.IsContent && own.Add(token.Stem)).Select(token => before.Substring(token.Start, token.Length)).ToList();
        return terms.Count == 0 ? new(question, question) : new(question, $"{question} ({string.Join(' ', terms)})", Terms);
    }
}
