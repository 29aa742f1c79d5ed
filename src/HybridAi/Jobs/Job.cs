using System.Text.Json;

namespace HybridAi.Jobs;

/// <summary>How a job stands.</summary>
public enum JobState
{
    /// <summary>It waits for a free place, or for another job of its kind and project to end.</summary>
    Queued,

    /// <summary>A process is at work on it, or has died and will be followed by another.</summary>
    Running,

    /// <summary>It ended with a result.</summary>
    Done,

    /// <summary>It ended with a fault.</summary>
    Failed,

    /// <summary>Somebody cancelled it; what it had done by then stays.</summary>
    Cancelled,
}

/// <summary>A piece of long work that outlives the request that asked for it.</summary>
/// <param name="Id">Sorts by time.</param>
/// <param name="Project">For which project.</param>
/// <param name="Kind">A member of the family of job kinds.</param>
/// <param name="Arguments">What the kind needs to know, as JSON.</param>
/// <param name="State">How it stands.</param>
/// <param name="Progress">How far it is, in the kind's own words; null before the first report.</param>
/// <param name="Result">What came out; null unless done.</param>
/// <param name="Fault">Why it failed; null unless it did.</param>
/// <param name="CreatedAt">When it was handed in.</param>
/// <param name="StartedAt">When it was first taken up; null while queued.</param>
/// <param name="EndedAt">When it ended; null before.</param>
public sealed record Job(
    string Id,
    string Project,
    string Kind,
    JsonElement Arguments,
    JobState State,
    JsonElement? Progress,
    JsonElement? Result,
    Fault? Fault,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt)
{
    /// <summary>Whether nothing more will become of it.</summary>
    public bool HasEnded() => State is JobState.Done or JobState.Failed or JobState.Cancelled;
}
