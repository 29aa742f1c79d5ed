namespace HybridAi.Documents.Answering;

/// <summary>A part of an answer as it comes about. The last part of every answer is <see cref="Whole"/>, and it says all that the others said.</summary>
public abstract record AnswerPart
{
    private AnswerPart()
    {
    }

    /// <summary>Text to show now.</summary>
    /// <param name="Sentence">The index of the sentence that it belongs to.</param>
    /// <param name="Text">The text, to be put behind what came before.</param>
    public sealed record Delta(int Sentence, string Text) : AnswerPart;

    /// <summary>A verified citation of a sentence that was shown.</summary>
    /// <param name="Sentence">The index of the sentence.</param>
    /// <param name="Citation">The span.</param>
    public sealed record Cited(int Sentence, Citation Citation) : AnswerPart;

    /// <summary>A sentence that no passage supports.</summary>
    /// <param name="Sentence">Its index where it is shown and marked; null where it was dropped.</param>
    /// <param name="Doubt">What of it is not held, for a person.</param>
    public sealed record Unsupported(int? Sentence, string Doubt) : AnswerPart;

    /// <summary>What was spent.</summary>
    /// <param name="CostUsd">US dollars; null where unknown.</param>
    /// <param name="InputTokens">Tokens sent; null where nobody counted.</param>
    /// <param name="OutputTokens">Tokens received; null where nobody counted.</param>
    public sealed record Usage(decimal? CostUsd, long? InputTokens, long? OutputTokens) : AnswerPart;

    /// <summary>The answer; nothing comes after it.</summary>
    /// <param name="Answer">All of it.</param>
    public sealed record Whole(Answer Answer) : AnswerPart;
}
