namespace HybridAi.Learning.OffPolicy;

/// <summary>What is known of a challenger so far.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Requests">Requests on which both were considered.</param>
/// <param name="Differing">Those on which they would not do the same.</param>
/// <param name="ServedChallenger">Those of them that got the challenger's answer: about half.</param>
/// <param name="Audited">Those of them that were judged.</param>
/// <param name="OnlyChampionRight">Audited ones on which only the champion was right.</param>
/// <param name="OnlyChallengerRight">Audited ones on which only the challenger was right.</param>
/// <param name="Gain">The challenger's accuracy less the champion's; null without requests.</param>
/// <param name="EvidenceBetter">Evidence against "it is no better": the capital of a bettor who began with 1, at most e^700.</param>
/// <param name="EvidenceNotWorse">Evidence against "it falls behind by the margin or more".</param>
/// <param name="EvidenceWorse">Evidence against "it is no worse".</param>
public sealed record ComparisonState(
    ComparisonVerdict Verdict, int Requests, int Differing, int ServedChallenger, int Audited, int OnlyChampionRight, int OnlyChallengerRight,
    AccuracyGain? Gain, double EvidenceBetter, double EvidenceNotWorse, double EvidenceWorse);
