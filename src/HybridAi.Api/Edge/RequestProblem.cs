using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;

namespace HybridAi.Api.Edge;

/// <summary>What the framework refuses before an endpoint is asked, in this API's words.</summary>
internal static partial class RequestProblem
{
    /// <summary>A request that could not be bound to the endpoint's parameters.</summary>
    public static ProblemDetails Of(BadHttpRequestException bad, HttpRequest request)
    {
        if (bad.InnerException is JsonException json) return Refusal.Problem(JsonProblem.FaultOf(json));
        if (bad.StatusCode != StatusCodes.Status400BadRequest) return Of(bad.StatusCode, request);
        if (Unbound().Match(bad.Message) is { Success: true, Groups: var unbound })
            return Bad("parameter-invalid", $"'{unbound["value"].Value}' is no value for '{unbound["name"].Value}'.", unbound["name"].Value);
        if (Missing().Match(bad.Message) is { Success: true, Groups: var missing })
            return Bad("parameter-missing", $"'{missing["name"].Value}' is missing from the query.", missing["name"].Value);
        return NoBody().IsMatch(bad.Message)
            ? Bad("body-missing", "This needs a JSON body; an empty one is {}.", "body")
            : Bad("request-unreadable", bad.Message, null);
    }

    /// <summary>A bare status.</summary>
    public static ProblemDetails Of(int status, HttpRequest request) => status switch
    {
        StatusCodes.Status404NotFound => Refusal.Problem(
            status, "endpoint-unknown", $"There is nothing at {request.Path}; GET /openapi/v1.json lists what there is."),
        StatusCodes.Status405MethodNotAllowed => Refusal.Problem(status, "method-not-allowed", $"{request.Method} is not done at {request.Path}."),
        StatusCodes.Status413PayloadTooLarge => Refusal.Problem(
            status, "body-too-large", "The body is larger than is read here (Kestrel:Limits:MaxRequestBodySize)."),
        StatusCodes.Status415UnsupportedMediaType => Refusal.Problem(
            status, "content-type-unsupported", $"A body of type '{request.ContentType}' is not read here; GET /openapi/v1.json says which are."),
        _ => Refusal.Problem(status, "refused", "The request was refused."),
    };

    private static ProblemDetails Bad(string code, string reason, string? place)
        => Refusal.Problem(StatusCodes.Status400BadRequest, code, reason, place);

    [GeneratedRegex("""^Failed to bind parameter "\S+ (?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex Unbound();

    [GeneratedRegex("""^Required parameter "\S+ (?<name>\w+)" was not provided""")]
    private static partial Regex Missing();

    [GeneratedRegex("no body was provided")]
    private static partial Regex NoBody();
}
