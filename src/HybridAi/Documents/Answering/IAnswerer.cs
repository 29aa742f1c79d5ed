using HybridAi.Documents.Retrieval;
using HybridAi.Llm.Gateway;

namespace HybridAi.Documents.Answering;

/// <summary>
/// Answers a question from passages, and from nothing else. What can't be answered is an abstention with its reason, what a model does wrong is a remark:
/// neither is an exception. Safe to call from several threads.
/// </summary>
public interface IAnswerer
{
    /// <summary>Family member and, where it has one, the model: <c>extractive</c>, <c>llm:large</c>.</summary>
    string Name { get; }

    /// <summary>The question as it can be searched for: a follow-up with what it refers to, any other as it is.</summary>
    Task<AskedQuestion> UnderstandAsync(AskRequest ask, CancellationToken cancellation);

    /// <summary>The answer as it comes about; the last part is the whole of it.</summary>
    IAsyncEnumerable<AnswerPart> AnswerAsync(AnswerRequest request, CancellationToken cancellation);
}

/// <summary>What an answerer answers from.</summary>
/// <param name="RequestId">The request that pays.</param>
/// <param name="Asked">The question in both forms.</param>
/// <param name="Passages">What was found for it, the best first.</param>
public sealed record AnswerRequest(string RequestId, AskedQuestion Asked, IReadOnlyList<FoundPassage> Passages)
{
    /// <summary>The conversation so far, the oldest turn first.</summary>
    public IReadOnlyList<Turn> Conversation { get; init; } = [];

    /// <summary>Who pays.</summary>
    public Payer Payer { get; init; } = Payer.Project;

    /// <summary>What becomes of sentences that nothing supports.</summary>
    public UnsupportedRule Unsupported { get; init; } = UnsupportedRule.Drop;
}

/// <summary>A question and its answer earlier in a conversation.</summary>
/// <param name="Question">What was asked, in its standalone form where it has one.</param>
/// <param name="Answer">What was answered.</param>
public sealed record Turn(string Question, string Answer);

/// <summary>What becomes of a sentence that nothing supports.</summary>
public enum UnsupportedRule
{
    /// <summary>It is left out and counted.</summary>
    Drop,

    /// <summary>It stands in the answer, marked.</summary>
    Mark,
}
