namespace HybridAi.Llm.Gateway;

/// <summary>A similarity from which on answers may be given again, and what shows it.</summary>
/// <param name="Threshold">The least similarity of a hit.</param>
/// <param name="MaxFalseHitRate">The rate that was asked for.</param>
/// <param name="FalseHitBound">Upper confidence limit of the share of hits whose answer is wrong.</param>
/// <param name="Confidence">One-sided confidence of the limit, the choice among thresholds included.</param>
/// <param name="Pairs">Labelled pairs in all.</param>
/// <param name="TestedPairs">Those of them that the limit was reckoned on; the others chose where to begin.</param>
/// <param name="Hits">Tested pairs at or above the threshold.</param>
/// <param name="FalseHits">Hits for which the answers differ.</param>
/// <param name="ExpectedHitRate">Share of the tested pairs that are hits.</param>
public sealed record SemanticEvidence(
    double Threshold, double MaxFalseHitRate, double FalseHitBound, double Confidence, int Pairs, int TestedPairs, int Hits, int FalseHits,
    double ExpectedHitRate);
