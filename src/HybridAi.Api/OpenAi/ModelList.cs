using System.Text.Json.Serialization;
using HybridAi.Llm;

namespace HybridAi.Api.OpenAi;

/// <summary>The models that may be named.</summary>
/// <param name="Shape">Always <c>list</c>.</param>
/// <param name="Data">The models.</param>
public sealed record ModelList([property: JsonPropertyName("object")] string Shape, [property: JsonPropertyName("data")] IReadOnlyList<ModelEntry> Data);

/// <summary>One model.</summary>
/// <param name="Id">Our alias, or <c>auto</c>.</param>
/// <param name="Shape">Always <c>model</c>.</param>
/// <param name="Created">Always 0: an alias has no day of birth.</param>
/// <param name="OwnedBy">Who serves it: the provider's name in the settings; <c>hybridai</c> for <c>auto</c>.</param>
/// <param name="Kind"><c>chat</c> or <c>embedding</c>.</param>
public sealed record ModelEntry(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("object")] string Shape,
    [property: JsonPropertyName("created")] long Created,
    [property: JsonPropertyName("owned_by")] string OwnedBy,
    [property: JsonPropertyName("kind")] string Kind);

/// <summary>OpenAI's list of models over our catalogue.</summary>
internal static class ModelListEndpoints
{
    private const string Chat = "chat";
    private const string Embedding = "embedding";

    public static ModelList List(HybridAiOptions options) => new("list", Entries(options));

    public static IResult Find(string model, HybridAiOptions options) => Entries(options).FirstOrDefault(entry => entry.Id == model) is { } found
        ? TypedResults.Json(found, OpenAiJson.Options)
        : OpenAiFaults.Of(Fault.NotFound("model-unknown", $"The model '{model}' does not exist. Known: {string.Join(", ", Entries(options).Select(entry => entry.Id))}."));

    private static List<ModelEntry> Entries(HybridAiOptions options)
    {
        var entries = options.Llm.Models.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new ModelEntry(entry.Key, "model", 0, entry.Value.Provider, entry.Value.Kind == ModelKind.Chat ? Chat : Embedding)).ToList();
        if (entries.Any(entry => entry.Kind == Chat)) entries.Insert(0, new(AutoModel.Name, "model", 0, "hybridai", Chat));
        return entries;
    }
}
