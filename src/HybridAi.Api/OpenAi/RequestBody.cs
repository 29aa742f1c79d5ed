using System.Text.Json;
using HybridAi.Api.Edge;

namespace HybridAi.Api.OpenAi;

/// <summary>Reads a body of OpenAI's; whatever is wrong with it is told in OpenAI's shape.</summary>
internal static class RequestBody
{
    private const string Json = "application/json";

    /// <summary>The body, or the refusal.</summary>
    public static async Task<(T? Body, OpenAiRefusal? Refused)> ReadAsync<T>(HttpRequest request, CancellationToken cancellation)
        where T : class
    {
        // A page of another site can send JSON only under another type, without the browser asking first.
        if (!request.IsOfType(Json))
            return (null, OpenAiFaults.Of(Refusal.Problem(415, "content-type-unsupported", $"The body is read as {Json}, not as '{request.ContentType}'.")));
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(request.Body, OpenAiJson.Options, cancellation) is { } body
                ? (body, null)
                : (null, OpenAiFaults.Of(Fault.BadInput("json-unreadable", "The body is null; an object is read here.")));
        }
        catch (JsonException wrong)
        {
            return (null, OpenAiFaults.Of(OfJson(wrong)));
        }
        catch (BadHttpRequestException bad)
        {
            return (null, OpenAiFaults.Of(RequestProblem.Of(bad, request)));
        }
    }

    // "$.messages[0].role" is "messages[0].role" to OpenAI. An exception of the reader inside says that the text is no JSON.
    private static Fault OfJson(JsonException wrong)
    {
        var fault = JsonProblem.FaultOf(wrong);
        return wrong is { InnerException: not JsonException, Path: { Length: > 2 } path }
            ? Fault.BadInput("invalid-type", $"Invalid value for '{path[2..]}': {fault.Reason}", path[2..])
            : fault with { Reason = $"{fault.Reason} ({fault.Place})", Place = null };
    }
}
