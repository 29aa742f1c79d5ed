using HybridAi.Learning.OffPolicy;
using HybridAi.Serve.Prediction;

namespace HybridAi.Serve.Decisions;

/// <summary>A route's walk for a text.</summary>
/// <param name="Route">The route.</param>
/// <param name="Answer">What it answers.</param>
internal sealed record Walked(LiveRoute Route, Prediction.Prediction Answer);

/// <summary>Two routes' walks for one text, and whose answer is given.</summary>
/// <param name="Answer">The answer to give.</param>
/// <param name="Choice">How it came to be that one.</param>
internal sealed record InterleavedPrediction(Prediction.Prediction Answer, InterleavedChoice Choice);
