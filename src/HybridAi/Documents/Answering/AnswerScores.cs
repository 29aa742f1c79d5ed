namespace HybridAi.Documents.Answering;

/// <summary>By what a question is routed among answerers, without any model: all of it is known before the first call but the support.</summary>
/// <param name="Answerability">How likely the passages answer the question, 0 to 1, calibrated.</param>
/// <param name="Threshold">Below it the answerer abstains.</param>
/// <param name="Support">How well the answer's spans hold its sentences, 0 to 1, the weakest sentence's; null where there is no answer.</param>
/// <param name="BestSpan">How well the best span fits the question, as its chance among the spans considered.</param>
public sealed record AnswerScores(double Answerability, double Threshold, double? Support, double BestSpan);
