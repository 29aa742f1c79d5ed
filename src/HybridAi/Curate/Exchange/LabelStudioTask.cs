using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HybridAi.Curate.Ingestion;
using HybridAi.Curate.Projects;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary>A record as a task of Label Studio, and back.</summary>
/// <param name="project">The project, whose kind says which controls there are.</param>
internal sealed class LabelStudioTask(Project project)
{
    private const string Provenance = "hybridai";

    private readonly LabelStudioResult _result = new(project);

    public JsonObject Write(ProjectVersion version, ExchangeItem item, long number)
    {
        var data = new JsonObject { ["text"] = item.Text };
        foreach (var (name, value) in item.Fields ?? new Dictionary<string, string>()) data.TryAdd(name, value);
        data[Provenance] = new JsonObject
        {
            ["project"] = item.Project,
            ["projectVersion"] = version.Version,
            ["id"] = item.Id,
            ["hash"] = item.Hash,
            ["gold"] = item.Gold,
            ["split"] = item.Split,
            ["fields"] = item.Fields is null ? null : JsonSerializer.SerializeToNode(item.Fields, Json.Options),
            ["decision"] = item.Decision is null ? null : JsonSerializer.SerializeToNode(item.Decision, Json.Options),
            ["resolved"] = item.Resolved is null ? null : JsonSerializer.SerializeToNode(item.Resolved, Json.Options),
            ["row"] = item.Row is null ? null : JsonSerializer.SerializeToNode(item.Row, Json.Options),
        };
        return new()
        {
            ["id"] = number,
            ["data"] = data,
            ["predictions"] = new JsonArray([.. item.Proposals.Select(proposal => (JsonNode)Prediction(proposal, item.Text ?? ""))]),
            ["annotations"] = new JsonArray([.. item.Annotations.Select(annotation => (JsonNode)Annotation(annotation, item.Text ?? ""))]),
        };
    }

    /// <summary>The item; the fault is null exactly when there is one.</summary>
    public ExchangeItem? Read(RowReader row, string? annotator, out RowFault? fault)
    {
        fault = null;
        try
        {
            var data = Part(row, "data")?.AsObject();
            if ((string?)data?["text"] is not { } text)
            {
                fault = new("text-missing", "The task has no 'text' in its 'data'.", "data");
                return null;
            }

            var own = data[Provenance]?.AsObject();
            return new ExchangeItem
            {
                Project = (string?)own?["project"],
                Id = (string?)own?["id"] ?? (row.Find("id")?.Value is { } number ? $"task-{number}" : null),
                Text = text,
                Hash = (string?)own?["hash"],
                Fields = own?["fields"].Deserialize<Dictionary<string, string>>(Json.Options) ?? (own is null ? Others(data) : null),
                Gold = (string?)own?["gold"],
                Split = (string?)own?["split"],
                Decision = own?["decision"].Deserialize<ExchangeDecision>(Json.Options),
                Proposals = [.. (Part(row, "predictions")?.AsArray() ?? []).Select(part => Proposal(part!.AsObject(), text)).OfType<ExchangeProposal>()],
                Annotations = [.. (Part(row, "annotations")?.AsArray() ?? [])
                    .Where(part => (bool?)part!["was_cancelled"] != true).Select(part => Annotation(part!.AsObject(), text, annotator)).OfType<ExchangeAnnotation>()],
            };
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            fault = new("task-malformed", "The task is not of the form that Label Studio gives it.");
            return null;
        }
    }

    private static JsonNode? Part(RowReader row, string name) => row.Find(name) is { Kind: CellKind.Nested, Value: { } part } ? JsonNode.Parse(part) : null;

    private static Dictionary<string, string>? Others(JsonObject data)
    {
        var others = data.Where(value => value.Key != "text" && value.Value is JsonValue).ToDictionary(value => value.Key, value => value.Value!.ToString());
        return others.Count == 0 ? null : others;
    }

    private JsonObject Prediction(ExchangeProposal proposal, string text) => new()
    {
        ["model_version"] = proposal.Labeller,
        ["score"] = proposal.Confidence,
        ["result"] = _result.Write(proposal.Label, text),
        [Provenance] = JsonSerializer.SerializeToNode(proposal, Json.Options),
    };

    private JsonObject Annotation(ExchangeAnnotation annotation, string text)
    {
        var written = new JsonObject { ["result"] = _result.Write(annotation.Label, text), [Provenance] = JsonSerializer.SerializeToNode(annotation, Json.Options) };
        if (annotation.DurationMs is { } took) written["lead_time"] = took / 1000.0;
        if (annotation.CreatedAt is { } at) written["created_at"] = at;
        return written;
    }

    private ExchangeProposal? Proposal(JsonObject part, string text)
    {
        if (_result.Read(part["result"]?.AsArray() ?? [], text) is not { } label) return null;
        if (part[Provenance].Deserialize<ExchangeProposal>(Json.Options) is { } own) return own with { Label = label };
        // Without a score nobody said how sure the model is; out of range it is refused further on, not passed over here.
        return new((string?)part["model_version"] is { Length: > 0 } named ? named : "label-studio", label, (double?)part["score"] ?? 0.5);
    }

    private ExchangeAnnotation? Annotation(JsonObject part, string text, string? annotator)
    {
        if (_result.Read(part["result"]?.AsArray() ?? [], text) is not { } label) return null;
        if (part[Provenance].Deserialize<ExchangeAnnotation>(Json.Options) is { } own) return own with { Label = label };
        return new(Person(part["completed_by"]) ?? annotator ?? "", label)
        {
            DurationMs = (double?)part["lead_time"] is { } seconds ? (long)(seconds * 1000) : null,
            CreatedAt = (string?)part["created_at"] is { } at ? DateTimeOffset.Parse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : null,
        };
    }

    // A user of Label Studio is an object with an email, or a bare number.
    private static string? Person(JsonNode? by) => by switch
    {
        JsonObject user => (string?)user["email"] ?? (string?)user["username"],
        JsonValue number => $"label-studio:{number}",
        _ => null,
    };
}
