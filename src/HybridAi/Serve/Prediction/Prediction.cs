using System.Text.Json;
using HybridAi.Curate.Ingestion;
using HybridAi.Serve.Decisions;
using HybridAi.Serve.Routing;

namespace HybridAi.Serve.Prediction;

/// <summary>One text or row to be answered.</summary>
/// <param name="Id">The caller's id, which comes back with the answer; null: one is made.</param>
/// <param name="Text">The text; empty where there are fields.</param>
/// <param name="Limits">What the caller allows for it; null: whatever the request allows.</param>
public sealed record PredictionRequest(string? Id, string Text, PredictionLimits? Limits = null)
{
    /// <summary>The values of a row by column, for projects over rows; else null.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Fields { get; init; }

    /// <summary>A request for the row that is written as a JSON object of values by column; the fault is <c>fields-not-object</c>.</summary>
    public static Outcome<PredictionRequest> Row(string fields)
    {
        try
        {
            using var parsed = JsonDocument.Parse(fields, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (parsed.RootElement.ValueKind == JsonValueKind.Object)
                return new PredictionRequest(null, "") { Fields = parsed.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.Clone()) };
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return Fault.BadInput("fields-not-object", $"A row is a JSON object of values by column: {broken.Message}", "fields");
        }

        return Fault.BadInput("fields-not-object", "A row is a JSON object of values by column.", "fields");
    }

    /// <summary>Why it can't be answered, as far as that is known beforehand.</summary>
    internal Fault? Wrong { get; init; }

    /// <summary>Why it can't be answered; null where it can.</summary>
    internal Fault? Unfit(IngestionOptions bounds) => Wrong ?? Unfit(Text, bounds);

    /// <summary>Why a text can't be answered, <c>text-empty</c> or <c>text-too-long</c>; null where it can.</summary>
    internal static Fault? Unfit(string? text, IngestionOptions bounds)
    {
        if (string.IsNullOrWhiteSpace(text)) return Fault.BadInput("text-empty", "The text is empty.", "text");
        return text.Length > bounds.MaxTextCharacters
            ? Fault.BadInput("text-too-long", $"The text has {text.Length} characters; at most {bounds.MaxTextCharacters} are read.", "text")
            : null;
    }
}

/// <summary>The answer to one text, with the reason for its route and everything it came from.</summary>
/// <param name="Id">The caller's id, or the one that was made.</param>
/// <param name="Label">The label; null where there is a fault.</param>
/// <param name="Confidence">How likely it is right: the calibrated reliability of the answer, 0 to 1.</param>
/// <param name="Tier">The dearest asked tier that gave the answer that stands; null where none does.</param>
/// <param name="Reason">Every tier that was asked, in order, and why the walk ended or went on there.</param>
/// <param name="CostUsd">What all asked tiers cost; null where one of them is unknown.</param>
/// <param name="ReferenceCostUsd">What the reference alone would have cost: measured where it was asked, otherwise its mean; null where unknown.</param>
/// <param name="Latency">How long the asked tiers took, one after another; from start to end where two of them ran at once; null where one was not measured.</param>
/// <param name="Degraded">Why this is not the answer that the route was chosen for; null where it is.</param>
/// <param name="Fault">Why there is no label; null where there is one.</param>
/// <param name="Versions">What it came from.</param>
/// <param name="Certified">Whether the route's certificate covers this answer: the route is certified or is the reference alone, and was gone as it was chosen.</param>
/// <param name="Propensity">The chance that this text had of its policy: 1, or the share where the route draws between two.</param>
public sealed record Prediction(
    string Id,
    string? Label,
    double Confidence,
    string? Tier,
    IReadOnlyList<PredictionStep> Reason,
    decimal? CostUsd,
    decimal? ReferenceCostUsd,
    TimeSpan? Latency,
    Fault? Degraded,
    Fault? Fault,
    PredictionVersions Versions,
    bool Certified = false,
    double Propensity = 1)
{
    /// <summary>The record under which a person was asked about the text, whose answer is read there later; null where nobody was.</summary>
    public string? AskedRecord { get; init; }

    /// <summary>Whether the walk came to a person who has yet to answer.</summary>
    internal bool WantsPerson => AskedRecord is null && Reason.Any(step => step is { Tier: TierNames.Person, Label: null });

    /// <summary>What the policy saw, for the log of decisions; null where no tier was asked, or the caller's limits led the way.</summary>
    internal WalkTrace? Walk { get; init; }
}

/// <summary>What one tier did.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Labeller">Who answered.</param>
/// <param name="Label">What it answered; null where it failed.</param>
/// <param name="Confidence">How sure it said it was, 0 to 1.</param>
/// <param name="Reliability">How likely the answer so far is right, with all that had been asked by then: a calibrated probability.</param>
/// <param name="Threshold">How reliable it had to be to stand; null where nothing further could be asked, or no answer would have stood.</param>
/// <param name="Stopped">Whether the walk ended here.</param>
/// <param name="Why">Why it ended or went on.</param>
/// <param name="CostUsd">What it cost; null where unknown.</param>
/// <param name="Latency">How long it took; null where not measured.</param>
/// <param name="Expected">How likely its answer was to be right before it was asked, by what was known then, 0 to 1.</param>
public sealed record PredictionStep(
    string Tier,
    string Labeller,
    string? Label,
    double Confidence,
    double Reliability,
    double? Threshold,
    bool Stopped,
    string Why,
    decimal? CostUsd,
    TimeSpan? Latency,
    double Expected);

/// <summary>What an answer came from, by hash.</summary>
/// <param name="Project">The project's version that the route was chosen for.</param>
/// <param name="Route">The route.</param>
/// <param name="Model">The model of the classical tier; null where the route has none.</param>
/// <param name="Dataset">The dataset that model and route were made with.</param>
/// <param name="Labellers">Version by labeller.</param>
/// <param name="Arm">Whether the route is the live one, <c>champion</c>, or a candidate beside it, <c>canary</c>.</param>
public sealed record PredictionVersions(
    long Project, string Route, string? Model, string Dataset, IReadOnlyDictionary<string, string> Labellers, string Arm = DecisionArms.Champion);
