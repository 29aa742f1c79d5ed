namespace HybridAi.Documents.Answering;

/// <summary>An answer's parts taken as one.</summary>
public static class AnswerParts
{
    /// <summary>The whole answer, for whoever doesn't care for its parts.</summary>
    /// <exception cref="InvalidOperationException">The parts ended without one: a defect of the answerer.</exception>
    public static async Task<Answer> WholeAsync(this IAsyncEnumerable<AnswerPart> parts, CancellationToken cancellation)
    {
        await foreach (var part in parts.WithCancellation(cancellation))
            if (part is AnswerPart.Whole { Answer: var answer })
                return answer;
        throw new InvalidOperationException("An answerer ended without an answer.");
    }

    /// <summary>The parts of an answer that is there at once: sentence by sentence with its citations, what was spent, the whole.</summary>
    public static IEnumerable<AnswerPart> Parts(this Answer answer)
    {
        for (var i = 0; i < answer.Sentences.Count; i++)
        {
            var sentence = answer.Sentences[i];
            yield return new AnswerPart.Delta(i, sentence.Text);
            foreach (var citation in sentence.Citations) yield return new AnswerPart.Cited(i, citation);
            if (sentence.Doubt is { } doubt) yield return new AnswerPart.Unsupported(i, doubt);
        }

        yield return new AnswerPart.Usage(answer.CostUsd, answer.InputTokens, answer.OutputTokens);
        yield return new AnswerPart.Whole(answer);
    }
}
