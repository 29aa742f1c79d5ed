namespace HybridAi.Documents.Answering;

/// <summary>How good answers are. Shares are 0 to 1; null where there was nothing to measure by.</summary>
/// <param name="Questions">Questions asked.</param>
/// <param name="Answered">Share of them that was answered.</param>
/// <param name="AbstainedRight">Share of the unanswerable that was refused.</param>
/// <param name="FalseAnswerRate">Share of the unanswerable that was answered.</param>
/// <param name="EvidenceRecall">Share of the evidence of all answerable questions that stands among the answers' citations; a refusal cites nothing.</param>
/// <param name="EvidenceShown">The same with what a refusal shows as nearest counted in.</param>
/// <param name="CitationPrecision">Share of the answers' sentences whose citations hold evidence, over answered answerable questions.</param>
/// <param name="CitationRecall">Share of the evidence that is cited, over answered answerable questions.</param>
/// <param name="QuotesVerified">Share of all citations whose quote is the document's text between its offsets.</param>
/// <param name="TokenF1">F1 of the words of answer and reference as in SQuAD, over answered answerable questions.</param>
/// <param name="RefusalAuroc">Chance that an answerable question scores above an unanswerable one.</param>
/// <param name="Unsupported">Sentences that a model wrote and that were dropped or marked.</param>
/// <param name="CostUsd">US dollars of all answers; null where unknown.</param>
/// <param name="MillisP50">Median time of an answer in milliseconds.</param>
/// <param name="RiskCoverage">How often answers are wrong when only the most answerable share of the questions is answered.</param>
public sealed record AnswerReport(
    int Questions, double Answered, double? AbstainedRight, double? FalseAnswerRate, double? EvidenceRecall, double? EvidenceShown, double? CitationPrecision, double? CitationRecall,
    double? QuotesVerified, double? TokenF1, double? RefusalAuroc, int Unsupported, decimal? CostUsd, double MillisP50, IReadOnlyList<RiskAtCoverage> RiskCoverage)
{
    /// <summary>What was evaluated, as the command calls it.</summary>
    public string Kind { get; init; } = "answers";

    /// <summary>The seed, which nothing here depends on.</summary>
    public int Seed { get; init; }

    /// <summary>Time of the whole evaluation.</summary>
    public double ElapsedSeconds { get; init; }

    /// <summary>Who answered.</summary>
    public required string Answerer { get; init; }

    /// <summary>Share of the answerable questions whose first citation, or nearest span, stands in a passage with evidence.</summary>
    public double? RightPassageFirst { get; init; }

    /// <summary>The questions one by one.</summary>
    public IReadOnlyList<JudgedAnswer> Each { get; init; } = [];
}

/// <summary>A point of the risk-coverage curve.</summary>
/// <param name="Coverage">Share of the questions that is answered, the most answerable first.</param>
/// <param name="Risk">Share of these that is wrong: not answerable, or without any evidence among the spans shown.</param>
/// <param name="Threshold">The answerability from which on they are answered.</param>
public sealed record RiskAtCoverage(double Coverage, double Risk, double Threshold);

/// <summary>A question with its answer and what became of its evidence.</summary>
/// <param name="Id">The question's id.</param>
/// <param name="Answerable">Whether the documents answer it.</param>
/// <param name="Answerability">How answerable it seemed.</param>
/// <param name="Answered">Whether it was answered.</param>
/// <param name="Cited">Share of its evidence among the citations, or among the nearest spans of a refusal; null where it has none.</param>
/// <param name="Text">What was said.</param>
public sealed record JudgedAnswer(string Id, bool Answerable, double Answerability, bool Answered, double? Cited, string Text);
