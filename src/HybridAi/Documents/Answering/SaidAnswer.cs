using System.ComponentModel;

namespace HybridAi.Documents.Answering;

/// <summary>What a model answers to a question.</summary>
internal sealed record SaidAnswer(
    [property: Description("Whether the passages answer the question.")] bool Answerable,
    [property: Description("The answer, sentence by sentence.")] IReadOnlyList<SaidSentence> Sentences,
    [property: Description("Why there is no answer; null where there is one.")] string? Reason);

/// <summary>A sentence with the quotes that it rests on.</summary>
internal sealed record SaidSentence(
    [property: Description("One sentence of the answer.")] string Text,
    [property: Description("The quotes that hold it.")] IReadOnlyList<SaidQuote> Quotes);

/// <summary>Words of a passage.</summary>
internal sealed record SaidQuote(
    [property: Description("The passage's number.")] int Passage,
    [property: Description("Words of the passage, letter by letter.")] string Words);

/// <summary>A question that stands alone.</summary>
internal sealed record SaidQuestion([property: Description("The question, understandable alone.")] string Question);
