namespace HybridAi.Serve.Monitoring;

/// <summary>What an alert is about.</summary>
public enum AlertKind
{
    /// <summary>Texts are of another kind than those of training: by length, words that training never saw, or a classifier that tells them apart.</summary>
    InputDrift,

    /// <summary>The model answers labels in other shares.</summary>
    PredictionDrift,

    /// <summary>The model is surer or less sure than it was.</summary>
    ConfidenceDrift,

    /// <summary>Serving says something else than the model as training left it.</summary>
    Skew,

    /// <summary>Audits show that the floor of a route does not hold.</summary>
    FloorBroken,
}

/// <summary>Something that somebody should look at. While it is open the same finding again only counts up.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="About">The hash of the model, or of the route where a floor is broken.</param>
/// <param name="Reason">What was found first, in a sentence.</param>
/// <param name="Times">How often it was found.</param>
/// <param name="RaisedAt">When it was found first.</param>
/// <param name="SeenAt">When it was found last.</param>
/// <param name="AcknowledgedAt">When somebody took note of it; null while it is open.</param>
/// <param name="AcknowledgedBy">Who did.</param>
/// <param name="Note">What that person says.</param>
public sealed record Alert(
    string Id, string Project, AlertKind Kind, string About, string Reason, long Times, DateTimeOffset RaisedAt, DateTimeOffset SeenAt, DateTimeOffset? AcknowledgedAt = null,
    string? AcknowledgedBy = null, string? Note = null);

/// <summary>A finding that is to become an alert.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="About">The hash of the model or the route.</param>
/// <param name="Reason">What was found, in a sentence without any text of a customer.</param>
public sealed record Finding(AlertKind Kind, string About, string Reason);
