using HybridAi.Learning.Routing;

namespace HybridAi.Serve.Decisions;

/// <summary>What a policy had before it when it decided: enough to let another policy decide on the same.</summary>
/// <param name="Replies">By step of the route; null: not asked.</param>
/// <param name="Novelty">How unlike the texts of training the input is, 0 to 1; 0 where no asked tier could say.</param>
internal sealed record WalkTrace(IReadOnlyList<TierReply?> Replies, double Novelty);
