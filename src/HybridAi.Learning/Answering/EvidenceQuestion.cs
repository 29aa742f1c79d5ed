using HybridAi.Learning.Text;

namespace HybridAi.Learning.Answering;

/// <summary>
/// One thing that is asked, taken apart. A text may ask for several ("… and how long …?") and may set the scene first ("We're on Pro."): each part has its
/// own words at full weight, and those of the scene and the other parts at a fraction.
/// </summary>
public sealed class EvidenceQuestion
{
    /// <summary>The most parts that are told apart; what comes after belongs to the last.</summary>
    public const int MaxParts = 3;

    private const double SceneEmphasis = 0.4;
    private const int LeastContent = 2;

    private EvidenceQuestion(AnswerToken[] own, AnswerToken[] all)
    {
        Text = string.Join(' ', own.Select(token => token.Word));
        Known = all.Select(token => token.Stem).ToHashSet(StringComparer.Ordinal);
        Asked = AnswerKindRules.Asked(own);
        var content = own.Where(token => token.IsContent).DistinctBy(token => token.Stem).ToList();
        if (content.Count == 0) content = [.. own.DistinctBy(token => token.Stem)];
        var scene = all.Where(token => token.IsContent && content.All(term => term.Stem != token.Stem)).DistinctBy(token => token.Stem).ToList();
        Terms = [.. content, .. scene];
        Emphasis = [.. content.Select(_ => 1.0), .. scene.Select(_ => SceneEmphasis)];
        var words = own.Where(token => token.IsContent).ToList();
        Pairs = [.. words.Zip(words.Skip(1), (left, right) => (left.Stem, right.Stem)).Distinct()];
        Focus = FocusOf(own);
    }

    /// <summary>Its own words, without those of the scene.</summary>
    public string Text { get; }

    /// <summary>The words that say something, each stem once: its own, then those of the scene.</summary>
    public IReadOnlyList<AnswerToken> Terms { get; }

    /// <summary>What each term weighs besides its rarity.</summary>
    public IReadOnlyList<double> Emphasis { get; }

    /// <summary>Stems of neighbouring words that say something.</summary>
    public IReadOnlyList<(string Left, string Right)> Pairs { get; }

    /// <summary>The stems of all words of the text that asks.</summary>
    public IReadOnlySet<string> Known { get; }

    /// <summary>The kinds of thing that it asks for.</summary>
    public AnswerKinds Asked { get; }

    /// <summary>The stems of what a question word asks for: "which identity providers", "how many megabytes".</summary>
    public IReadOnlySet<string> Focus { get; }

    /// <summary>The parts of a text that asks, at least one.</summary>
    public static IReadOnlyList<EvidenceQuestion> PartsOf(string text)
    {
        var all = AnswerTokens.Of(text);
        var sentences = SentenceSplitter.Split(text).Select(range => all.Where(token => token.Start >= range.Start && token.Start < range.End).ToArray())
            .Where(tokens => tokens.Length > 0).ToList();
        var marked = SentenceSplitter.Split(text).Any(range => range.Of(text).EndsWith("?"));
        var asking = marked ? [.. SentenceSplitter.Split(text).Where(range => range.Of(text).Contains('?'))
            .Select(range => all.Where(token => token.Start >= range.Start && token.Start < range.End).ToArray())] : sentences;
        var parts = asking.SelectMany(Clauses).Where(part => part.Count(token => token.IsContent) >= LeastContent).ToList();
        if (parts.Count <= 1) return [new(asking.Count == 0 ? all : [.. asking.SelectMany(tokens => tokens)], all)];
        if (parts.Count > MaxParts) parts = [.. parts.Take(MaxParts - 1), [.. parts.Skip(MaxParts - 1).SelectMany(part => part)]];
        return [.. parts.Select(part => new EvidenceQuestion(part, all))];
    }

    // "… and what does it cost": a conjunction before a question word begins another part.
    private static IEnumerable<AnswerToken[]> Clauses(AnswerToken[] sentence)
    {
        var from = 0;
        for (var i = 1; i + 1 < sentence.Length; i++)
        {
            if (sentence[i].Word is not ("and" or "or" or "but") || !Asks(sentence[i + 1].Word, i + 2 < sentence.Length ? sentence[i + 2].Word : "")) continue;
            if (i - from >= LeastContent) yield return sentence[from..i];
            from = i + 1;
        }

        if (from < sentence.Length) yield return sentence[from..];
    }

    private static bool Asks(string word, string next) => word switch
    {
        "how" or "what" or "which" or "where" or "when" or "who" or "why" or "what's" or "where's" or "who's" or "how's" => true,
        "is" or "are" or "can" or "could" or "do" or "does" or "did" or "will" or "would" or "may" or "must" or "should" or "has" or "have"
            => next is "i" or "we" or "you" or "it" or "they" or "he" or "she" or "there" or "the" or "a" or "an" or "my" or "our" or "your" or "this" or "that",
        "by" or "until" or "at" or "from" or "for" or "in" or "on" or "to" => next is "what" or "when" or "which" or "how",
        _ => false,
    };

    private static HashSet<string> FocusOf(AnswerToken[] own)
    {
        var focus = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < own.Length; i++)
        {
            if (own[i].Word is not ("what" or "which" or "how" or "whose")) continue;
            for (var j = i + 1; j < own.Length && j <= i + 5; j++)
            {
                if (own[j].IsContent) focus.Add(own[j].Stem);
                else if (own[j].Word is not ("many" or "much" or "the" or "a" or "an" or "your" or "of" or "is" or "are" or "kind") || focus.Count > 0) break;
            }
        }

        return focus;
    }
}
