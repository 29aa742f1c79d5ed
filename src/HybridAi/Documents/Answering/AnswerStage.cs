using System.Runtime.CompilerServices;
using HybridAi.Documents.Retrieval;

namespace HybridAi.Documents.Answering;

/// <summary>From a question to its answer: makes a follow-up stand alone, searches, answers.</summary>
public sealed class AnswerStage(IPassageIndex index, AnswererFamily answerers, TimeProvider clock)
{
    /// <summary>The longest question, in characters.</summary>
    public const int MaxQuestion = 4_000;

    private readonly QuestionSearch _search = new(index);

    /// <summary>
    /// The answer as it comes about. What is wrong with the request is said before the first part: <c>question-empty</c>, <c>question-too-long</c>,
    /// <c>answerer-unknown</c>, or what the model's settings lack.
    /// </summary>
    public async Task<Outcome<IAsyncEnumerable<AnswerPart>>> BeginAsync(AskRequest ask, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        if (string.IsNullOrWhiteSpace(ask.Question)) return Fault.BadInput("question-empty", "Ask something: the question is empty.", "question");
        if (ask.Question.Length > MaxQuestion)
            return Fault.BadInput("question-too-long", $"The question has {ask.Question.Length} characters; at most {MaxQuestion} are read.", "question");
        if (!answerers.Find(ask.Answerer).Succeeded(out var answerer, out var fault)) return fault;
        var asked = await answerer.UnderstandAsync(ask, cancellation);
        var passages = await _search.FindAsync(ask, asked.Standalone, cancellation);
        var request = new AnswerRequest(ask.RequestId, asked, passages) { Conversation = ask.Conversation, Payer = ask.Payer, Unsupported = ask.Unsupported };
        return Success.Of(TimedAsync(answerer.AnswerAsync(request, cancellation), began, cancellation));
    }

    /// <summary>The whole answer, or what is wrong with the request.</summary>
    public async Task<Outcome<Answer>> AnswerAsync(AskRequest ask, CancellationToken cancellation)
        => (await BeginAsync(ask, cancellation)).Succeeded(out var parts, out var fault) ? await parts.WholeAsync(cancellation) : fault;

    private async IAsyncEnumerable<AnswerPart> TimedAsync(
        IAsyncEnumerable<AnswerPart> parts, long began, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var part in parts.WithCancellation(cancellation))
            yield return part is AnswerPart.Whole { Answer: var answer } ? new AnswerPart.Whole(answer with { Latency = clock.GetElapsedTime(began) }) : part;
    }
}
