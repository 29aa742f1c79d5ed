using HybridAi.Documents.Answering;

namespace HybridAi.Serve.Chat;

/// <summary>An answer as a conversation keeps it: all but the passages' own texts, which stay with their documents.</summary>
/// <param name="Sentences">The answer; empty for an abstention.</param>
/// <param name="Abstention">Why there is no answer; null where there is one.</param>
/// <param name="Asked">The question in both forms.</param>
/// <param name="Answerer">Who answered.</param>
/// <param name="Scores">How answerable the question seemed and how well the answer is supported.</param>
/// <param name="Route">Who was asked, in order, and why it ended there.</param>
/// <param name="Sources">The passages that it was made from, the best first.</param>
/// <param name="Conflicts">Where documents say different things of one fact.</param>
/// <param name="Remarks">What a person should know of how it came about.</param>
/// <param name="Dropped">Sentences of a model that nothing supports and that are left out.</param>
/// <param name="CostUsd">What all calls cost; null where unknown.</param>
/// <param name="DearestCostUsd">What the dearest answerer's answers have cost on average; null where it has given none.</param>
/// <param name="Latency">From the question to the last word.</param>
/// <param name="InputTokens">Tokens sent; null where nobody counted or was called.</param>
/// <param name="OutputTokens">Tokens received.</param>
/// <param name="PromptHash">Hash of the prompt that a model answered with; null: none was asked.</param>
public sealed record ChatAnswer(
    IReadOnlyList<AnswerSentence> Sentences,
    Abstention? Abstention,
    AskedQuestion Asked,
    string Answerer,
    AnswerScores Scores,
    IReadOnlyList<AnswerStep> Route,
    IReadOnlyList<ChatSource> Sources,
    IReadOnlyList<FactConflict> Conflicts,
    IReadOnlyList<string> Remarks,
    int Dropped,
    decimal? CostUsd,
    decimal? DearestCostUsd,
    TimeSpan Latency,
    long? InputTokens,
    long? OutputTokens,
    string? PromptHash)
{
    internal static ChatAnswer Of(Answer answer, IReadOnlyList<AnswerStep> route, decimal? dearest) => new(
        answer.Sentences, answer.Abstention, answer.Asked, answer.Answerer, answer.Scores, route, [.. answer.Considered.Select(ChatSource.Of)], answer.Conflicts,
        answer.Remarks, answer.Dropped, answer.CostUsd, dearest, answer.Latency, answer.InputTokens, answer.OutputTokens, answer.PromptHash);
}

/// <summary>A passage that an answer was made from.</summary>
/// <param name="DocumentId">The document.</param>
/// <param name="VersionHash">Its version.</param>
/// <param name="Title">Its title.</param>
/// <param name="Page">The page on which the passage begins; null for formats without pages.</param>
/// <param name="HeadingPath">The headings that it stands under.</param>
/// <param name="Start">Where it begins in the version's text, in UTF-16 units.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Score">How well it was found to fit, comparable within one answer.</param>
/// <param name="InstructionLike">How much it reads like an instruction to whoever reads it, 0 to 1.</param>
/// <param name="LeftOut">Whether it was kept from the answer for that.</param>
public sealed record ChatSource(
    string DocumentId, string VersionHash, string Title, int? Page, IReadOnlyList<string> HeadingPath, int Start, int End, double Score, double InstructionLike, bool LeftOut)
{
    internal static ChatSource Of(ConsideredPassage considered)
    {
        var (version, passage, score) = considered.Found;
        return new(
            version.DocumentId, version.VersionHash, version.Title, passage.Page, passage.HeadingPath, passage.Start, passage.End, score, considered.InstructionLike,
            considered.LeftOut);
    }
}

/// <summary>What one answerer did on the way to an answer.</summary>
/// <param name="Answerer">Who.</param>
/// <param name="Score">How sure its answer is: the chance that the passages answer the question times the support of the answer; null where it has none.</param>
/// <param name="StandsFrom">How sure it has to be for its answer to stand; null: whatever it says stands.</param>
/// <param name="Stood">Whether its answer stands.</param>
/// <param name="Why">Why, in a sentence.</param>
/// <param name="CostUsd">What it cost; null where unknown.</param>
public sealed record AnswerStep(string Answerer, double? Score, double? StandsFrom, bool Stood, string Why, decimal? CostUsd);
