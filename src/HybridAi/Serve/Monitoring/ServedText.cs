namespace HybridAi.Serve.Monitoring;

/// <summary>A text that was served along a route with a model.</summary>
/// <param name="Project">The project.</param>
/// <param name="Route">The route's hash.</param>
/// <param name="Model">The model's hash.</param>
/// <param name="Text">The text.</param>
/// <param name="Label">What the model said; null where it was not asked.</param>
/// <param name="Confidence">How sure it was, 0 to 1; null where it was not asked.</param>
/// <param name="At">When it was served.</param>
public sealed record ServedText(string Project, string Route, string Model, string Text, string? Label, double? Confidence, DateTimeOffset At);
