using HybridAi.Documents.Retrieval;

namespace HybridAi.Documents.Answering;

/// <summary>What was answered to a question, or why nothing was; with all that is needed to check it, to route by it and to pay for it.</summary>
/// <param name="Asked">The question in both forms.</param>
/// <param name="Answerer">The member of the family that answered: <c>extractive</c>, <c>llm:large</c>. After a model's failure the one that stepped in.</param>
/// <param name="Sentences">The answer; empty for an abstention.</param>
/// <param name="Abstention">Why there is no answer; null where there is one.</param>
/// <param name="Scores">How answerable the question seemed and how well the answer is supported.</param>
/// <param name="Considered">The passages that it was made from, the best first.</param>
public sealed record Answer(
    AskedQuestion Asked, string Answerer, IReadOnlyList<AnswerSentence> Sentences, Abstention? Abstention, AnswerScores Scores, IReadOnlyList<ConsideredPassage> Considered)
{
    /// <summary>The sentences as one text; the abstention's reason where there are none.</summary>
    public string Text => Abstention is null ? string.Join(' ', Sentences.Select(sentence => sentence.Text)) : Abstention.Reason;

    /// <summary>All citations in the order of the sentences, each span once.</summary>
    public IReadOnlyList<Citation> Citations => [.. Sentences.SelectMany(sentence => sentence.Citations)
        .DistinctBy(citation => (citation.DocumentId, citation.VersionHash, citation.Start, citation.End))];

    /// <summary>Where documents say different things of one fact, and which is the newer.</summary>
    public IReadOnlyList<FactConflict> Conflicts { get; init; } = [];

    /// <summary>What a person should know of how the answer came about: a model that failed, a passage that was left out.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Sentences that a model wrote and nothing supports, and that are therefore not in the answer.</summary>
    public int Dropped { get; init; }

    /// <summary>Sentences that nothing supports and that stand in the answer, marked.</summary>
    public int Unsupported => Sentences.Count(sentence => !sentence.Supported);

    /// <summary>US dollars of all calls; 0 where nobody was called; null where unknown.</summary>
    public decimal? CostUsd { get; init; } = 0;

    /// <summary>From the question to the last word, the search included.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Tokens sent and received; null where nobody counted or was called.</summary>
    public long? InputTokens { get; init; }

    /// <inheritdoc cref="InputTokens"/>
    public long? OutputTokens { get; init; }

    /// <summary>Hash of the prompt that a model answered with; null: none was asked.</summary>
    public string? PromptHash { get; init; }
}

/// <summary>A question as it was put and as it was understood.</summary>
/// <param name="Original">As it was put.</param>
/// <param name="Standalone">As it was searched for: a follow-up with what it refers to; otherwise the same.</param>
/// <param name="RewrittenBy">Who wrote the second form: <c>terms</c>, <c>llm:small</c>; null where it is the first.</param>
public sealed record AskedQuestion(string Original, string Standalone, string? RewrittenBy = null)
{
    /// <summary>US dollars of writing the second form; null where unknown.</summary>
    public decimal? CostUsd { get; init; } = 0;
}

/// <summary>A passage that an answer was made from.</summary>
/// <param name="Found">The passage and its score.</param>
/// <param name="InstructionLike">How much it reads like an instruction to whoever reads it, 0 to 1.</param>
/// <param name="LeftOut">Whether it was kept from the answer for that.</param>
public sealed record ConsideredPassage(FoundPassage Found, double InstructionLike, bool LeftOut);

/// <summary>Two documents that say different things of one fact.</summary>
/// <param name="Newer">The span that is followed.</param>
/// <param name="Older">The span that it supersedes.</param>
/// <param name="Remark">Which is newer by which dates, in a sentence for a person.</param>
public sealed record FactConflict(Citation Newer, Citation Older, string Remark);
