namespace HybridAi.Serve.Succession;

/// <summary>A served answer that chance chose to be looked at, beside what the reference answers and, where somebody knows, what is right.</summary>
/// <param name="Id">The audit's id: each moves a monitor once.</param>
/// <param name="Project">The project.</param>
/// <param name="RequestId">The request.</param>
/// <param name="RecordId">The id of the text within it.</param>
/// <param name="Route">The route that answered.</param>
/// <param name="Label">What it answered; null where it had no answer.</param>
/// <param name="Reference">What the reference answers; null where it was not asked or failed.</param>
/// <param name="Gold">The label of a person or of a trusted file; null where nobody has looked.</param>
/// <param name="At">When it was served.</param>
public sealed record AuditedDecision(
    string Id, string Project, string RequestId, string RecordId, string Route, string? Label, string? Reference, string? Gold, DateTimeOffset At);
