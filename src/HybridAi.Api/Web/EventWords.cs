using System.Text.Json;
using HybridAi.Curate.Review;

namespace HybridAi.Api.Web;

/// <summary>A record's events in words for a page.</summary>
internal static class EventWords
{
    private const string PartsFact = "parts";

    private static readonly Dictionary<string, string> Names = new()
    {
        ["suggestedBy"] = "suggested by", ["suggestionShown"] = "suggestion shown", ["projectVersion"] = "guideline version", ["costUsd"] = "cost in USD",
        ["voided"] = "no longer stands",
    };

    /// <summary>What happened, as the beginning of a line.</summary>
    public static string Of(TimelineEvent one) => one.Kind switch
    {
        TimelineKind.Ingested => $"Came with {one.By}",
        TimelineKind.Proposed when one.Label is null => $"{one.By} failed",
        TimelineKind.Proposed => $"{one.By} proposed",
        TimelineKind.Doubted => "Found doubtful",
        TimelineKind.Annotated => $"{one.By} {Did(one)}",
        TimelineKind.Commented => $"{one.By} commented",
        TimelineKind.Adjudicated => $"{one.By} decided",
        TimelineKind.AutoAccepted => "Accepted within its bound",
        TimelineKind.Frozen => $"Frozen into dataset {one.By[..Math.Min(12, one.By.Length)]}",
        var other => throw new ArgumentOutOfRangeException(nameof(one), other, "No words stand for this kind of event."),
    };

    /// <summary>The parts of a doubt, each 0 to 1; empty for anything else.</summary>
    public static IReadOnlyDictionary<string, double> Parts(TimelineEvent one)
        => one.Kind == TimelineKind.Doubted && one.Facts.TryGetValue(PartsFact, out var parts) ? JsonSerializer.Deserialize<Dictionary<string, double>>(parts)! : [];

    /// <summary>What else is known, by a name for people.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(TimelineEvent one)
        => one.Facts.Where(fact => fact.Key is not (PartsFact or "action")).Select(fact => (Names.GetValueOrDefault(fact.Key, fact.Key), Value(one, fact.Key, fact.Value)));

    // People's reasons come as names of the code; a labeller's are sentences of its own.
    private static string Value(TimelineEvent one, string name, string value) => value switch
    {
        "True" => "yes",
        "False" => "no",
        _ when name == "reason" && one.Kind is (TimelineKind.Annotated or TimelineKind.Adjudicated) => JsonNamingPolicy.KebabCaseLower.ConvertName(value).Replace('-', ' '),
        _ => value,
    };

    private static string Did(TimelineEvent one) => one.Facts.GetValueOrDefault("action") switch
    {
        nameof(ReviewAction.Accept) => "accepted",
        nameof(ReviewAction.Skip) => "skipped",
        _ => "gave",
    };
}
