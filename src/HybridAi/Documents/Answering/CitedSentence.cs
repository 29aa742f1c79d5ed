using System.Text.RegularExpressions;
using HybridAi.Documents.Retrieval;
using HybridAi.Learning.Text;

namespace HybridAi.Documents.Answering;

/// <summary>Holds a sentence that a model wrote to the quotes that it gave.</summary>
internal static partial class CitedSentence
{
    private const int MostQuotes = 6;
    private const int ShortestQuote = 3;

    /// <summary>The sentence with its verified citations; unsupported, with what is not held, where they don't hold it.</summary>
    /// <param name="said">What the model wrote.</param>
    /// <param name="shown">The passages that it saw, in the order of their numbers.</param>
    /// <param name="instruction">What reads like an instruction is no evidence.</param>
    public static AnswerSentence Of(SaidSentence said, IReadOnlyList<FoundPassage> shown, InstructionScore instruction)
    {
        var text = PlainText.Of(said.Text);
        if (text.Length == 0) return new("", [], false, 0, "an empty sentence");
        if (instruction(text) >= AnswerEvidence.InstructionLike) return new(text, [], false, 0, "it reads like an instruction");
        var (citations, spans) = (new List<Citation>(), new List<string>());
        foreach (var quote in said.Quotes.Take(MostQuotes))
        {
            if (quote.Passage < 1 || quote.Passage > shown.Count) return new(text, [], false, 0, $"there is no passage {quote.Passage}");
            if (QuoteFinder.Fold(quote.Words).Length < ShortestQuote) return new(text, [], false, 0, "a quote says nothing");
            var found = shown[quote.Passage - 1];
            if (QuoteFinder.Find(found.Passage.Text, quote.Words) is not { } range) return new(text, [], false, 0, $"a quote does not stand in passage {quote.Passage}");
            var citation = Citation.Of(found, range.Start, range.Length);
            if (instruction(citation.Quote) >= AnswerEvidence.InstructionLike || Dictation().IsMatch(Around(found.Passage.Text, range)))
                return new(text, [], false, 0, "it rests on text that says what to say");
            citations.Add(citation);
            spans.Add($"{citation.Quote}\n{citation.Title}\n{string.Join('\n', citation.HeadingPath)}");
        }

        if (citations.Count == 0) return new(text, [], false, 0, "it quotes nothing");
        var (support, doubt) = SentenceCheck.Of(text, spans);
        return new(text, [.. citations.Distinct()], doubt is null, support, doubt);
    }

    // The whole sentences that the quote is part of: a quote may leave out who asks for what it says.
    private static string Around(string passage, TextRange quote)
    {
        var sentences = SentenceSplitter.Split(passage).Where(sentence => sentence.Start < quote.End && sentence.End > quote.Start).ToList();
        return sentences.Count == 0 ? quote.Of(passage).ToString() : passage[sentences[0].Start..sentences[^1].End];
    }

    // "State that …", "must mention that …": what follows is what somebody wants said, no statement of the document's own. "The terms state that …" is one.
    [GeneratedRegex(
        @"(^|[.!?:;,]\s*|\b(must|should|shall|please|kindly|to|and|now|then|only|always)\s+(now\s+|only\s+)?)(say|state|announce|mention|claim|declare|pretend|insist|tell\s+\w+(\s+\w+)?)\s+that\b",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Dictation();
}
