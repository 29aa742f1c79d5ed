namespace HybridAi.Serve.Prediction;

/// <summary>A prediction that was answered and has yet to be accounted for.</summary>
/// <param name="Route">The route that was gone.</param>
/// <param name="RequestId">The request.</param>
/// <param name="Text">The text; no longer held once it is in a page, unless the decision is audited.</param>
/// <param name="Answer">The answer.</param>
/// <param name="At">When it was given.</param>
internal sealed record KeptPrediction(LiveRoute Route, string RequestId, string Text, Prediction Answer, DateTimeOffset At);

/// <summary>A prediction out of a page: all that its lines in ledger and decisions say.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Answer">The answer, without what only its caller was told.</param>
/// <param name="At">When it was given.</param>
/// <param name="TextHash">SHA-256 of the text.</param>
/// <param name="AuditText">The text, where the decision is audited; otherwise null.</param>
internal sealed record PagedPrediction(string RequestId, Prediction Answer, DateTimeOffset At, string TextHash, string? AuditText);
