namespace HybridAi.Learning.OffPolicy;

/// <summary>One request on which both policies were considered.</summary>
/// <param name="Choice">Whose answer it got.</param>
/// <param name="Judged">What an audit found of both; null where they did the same or no audit was drawn. An audit is drawn without regard to who is right.</param>
public sealed record InterleavedRow(InterleavedChoice Choice, JudgedPair? Judged);

/// <summary>What an audit found of two policies that differ on a request.</summary>
/// <param name="ChampionRight">Whether the champion's answer was right.</param>
/// <param name="ChallengerRight">Whether the challenger's answer was right.</param>
/// <param name="ChampionCostUsd">What the champion's tiers cost.</param>
/// <param name="ChallengerCostUsd">What the challenger's tiers cost.</param>
public sealed record JudgedPair(bool ChampionRight, bool ChallengerRight, double ChampionCostUsd, double ChallengerCostUsd);
