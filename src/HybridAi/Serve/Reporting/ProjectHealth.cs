namespace HybridAi.Serve.Reporting;

/// <summary>How a project is, in a word.</summary>
public enum HealthWord
{
    /// <summary>No route is live: nothing is answered along one.</summary>
    NoRoute,

    /// <summary>A route is live and nobody asked within the last day.</summary>
    Quiet,

    /// <summary>Requests are answered.</summary>
    Answering,

    /// <summary>More than a share of requests that chance would explain stays without an answer.</summary>
    Failing,
}

/// <summary>How a project is: the last 24 hours, and the month.</summary>
/// <param name="Project">The project.</param>
/// <param name="Route">The live route's hash; null: none.</param>
/// <param name="Predictions">Predictions of the last 24 hours.</param>
/// <param name="Failed">Those of them without an answer.</param>
/// <param name="SpentUsd">Known cost of the month's model calls, in US dollars.</param>
/// <param name="Word">The same in a word.</param>
public sealed record ProjectHealth(string Project, string? Route, long Predictions, long Failed, decimal SpentUsd, HealthWord Word);
