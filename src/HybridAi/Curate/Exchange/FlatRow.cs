using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary>An item as one row of plain values: the record and the one label that the row is about, with where that label comes from.</summary>
internal static class FlatRow
{
    /// <summary>The columns, in order.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "project", "projectVersion", "id", "hash", "text", "fields", "gold", "split", "label", "labelSource", "labeller", "labellerVersion", "runId",
        "confidence", "reason", "costUsd", "annotator", "annotators", "resolvedBy", "suggestionShown", "suggestedLabel", "suggestedBy", "durationMs",
        "comment", "createdAt",
    ];

    /// <summary>The row's values by column; what is not known is not there.</summary>
    public static JsonObject Of(ProjectVersion project, ExchangeItem item, ExportSelection selection)
    {
        var row = new JsonObject
        {
            ["project"] = item.Project,
            ["projectVersion"] = item.Annotations is [{ ProjectVersion: { } version }] && selection == ExportSelection.Annotations ? version : project.Version,
            ["id"] = item.Id,
            ["hash"] = item.Hash,
            ["text"] = item.Text,
            ["fields"] = item.Fields is { Count: > 0 } fields ? JsonSerializer.SerializeToNode(fields, Json.Options) : null,
            ["gold"] = item.Gold,
            ["split"] = item.Split,
        };
        foreach (var (name, value) in selection switch
        {
            ExportSelection.Annotations => Annotated(item.Annotations[0]),
            ExportSelection.Labels => Proposed(item.Proposals[0]),
            ExportSelection.Dataset => Frozen(item.Row!),
            _ => Standing(item),
        })
        {
            row[name] = value?.DeepClone();
        }

        foreach (var missing in row.Where(value => value.Value is null).Select(value => value.Key).ToList()) row.Remove(missing);
        return row;
    }

    private static JsonObject Annotated(ExchangeAnnotation annotation) => new()
    {
        ["label"] = annotation.Label,
        ["labelSource"] = "annotation",
        ["annotator"] = annotation.Annotator,
        ["suggestionShown"] = annotation.SuggestionShown,
        ["suggestedLabel"] = annotation.SuggestedLabel,
        ["suggestedBy"] = annotation.SuggestedBy,
        ["durationMs"] = annotation.DurationMs,
        ["comment"] = annotation.Comment,
        ["createdAt"] = annotation.CreatedAt?.ToString("O", CultureInfo.InvariantCulture),
    };

    private static JsonObject Proposed(ExchangeProposal proposal) => new()
    {
        ["label"] = proposal.Label,
        ["labelSource"] = "labeller",
        ["labeller"] = proposal.Labeller,
        ["labellerVersion"] = proposal.LabellerVersion,
        ["runId"] = proposal.RunId,
        ["confidence"] = proposal.Confidence,
        ["reason"] = proposal.Reason,
        ["costUsd"] = proposal.CostUsd,
        ["createdAt"] = proposal.CreatedAt?.ToString("O", CultureInfo.InvariantCulture),
    };

    private static JsonObject Frozen(ExchangeRow row) => new()
    {
        ["label"] = row.Label,
        ["labelSource"] = row.Source,
        [row.Source == "labeller" ? "labeller" : "resolvedBy"] = row.By,
        ["confidence"] = row.Confidence,
        ["suggestionShown"] = row.SuggestionShown,
    };

    // What holds: what people came to, else the trusted label, else the newest proposal.
    private static JsonObject Standing(ExchangeItem item)
    {
        if (item.Resolved is { } resolved)
        {
            return new()
            {
                ["label"] = resolved.Label,
                ["labelSource"] = resolved.Adjudicated ? "adjudicated" : "agreed",
                ["annotators"] = new JsonArray(
                    [.. item.Annotations.Where(annotation => annotation.Label == resolved.Label).Select(annotation => (JsonNode)annotation.Annotator)]),
                ["reason"] = item.Decision?.Reason.ToString(),
                ["resolvedBy"] = resolved.By,
                ["suggestionShown"] = resolved.SuggestionShown,
            };
        }

        if (item.Gold is { } gold) return new() { ["label"] = gold, ["labelSource"] = "gold" };
        return item.Proposals is [.., var newest] ? Proposed(newest) : [];
    }
}
