namespace HybridAi.Curate.Labelling;

/// <summary>How a labelling run stands.</summary>
public enum RunState
{
    /// <summary>It is at work, or its process died: starting the same labelling again goes on where it stopped.</summary>
    Running,

    /// <summary>Every planned record has been asked for.</summary>
    Done,

    /// <summary>It was cancelled; what was labelled stays.</summary>
    Cancelled,

    /// <summary>It ended before all was asked, for the reason that it holds; starting the same labelling again goes on where it stopped.</summary>
    Stopped,
}

/// <summary>One pass of a labeller over the records of a project.</summary>
/// <param name="Id">Sorts by time.</param>
/// <param name="Project">The project.</param>
/// <param name="Labeller">Who labels.</param>
/// <param name="LabellerVersion">The labeller's hash.</param>
/// <param name="State">How it stands.</param>
/// <param name="Planned">Records that had no label of this version when it started.</param>
/// <param name="Labelled">Records that got one.</param>
/// <param name="Failed">Records for which the labeller gave a reason instead.</param>
/// <param name="CostUsd">Sum of the known costs.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="EndedAt">When it ended; null while running.</param>
/// <param name="Fault">Why it stopped, such as <c>budget-exhausted</c>; null otherwise.</param>
public sealed record LabellingRun(
    string Id,
    string Project,
    string Labeller,
    string LabellerVersion,
    RunState State,
    long Planned,
    long Labelled,
    long Failed,
    decimal CostUsd,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    Fault? Fault = null);
