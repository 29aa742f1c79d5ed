using System.Globalization;
using System.Text.Json.Serialization;

namespace HybridAi.Api.OpenAi;

/// <summary>An error in OpenAI's shape.</summary>
/// <param name="Error">The error.</param>
public sealed record OpenAiErrorBody([property: JsonPropertyName("error")] OpenAiError Error);

/// <summary>What is wrong.</summary>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Type">What kind of error: <c>invalid_request_error</c>, <c>rate_limit_error</c>, <c>insufficient_quota</c>, <c>server_error</c>.</param>
/// <param name="Param">The field that is wrong; null where it is none.</param>
/// <param name="Code">Stable, lower case with underscores; null where the type says it all.</param>
public sealed record OpenAiError(
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("param")] string? Param,
    [property: JsonPropertyName("code")] string? Code);

/// <summary>A refusal as OpenAI's clients understand it: the status decides whether they try again, and Retry-After when.</summary>
internal sealed class OpenAiRefusal(int status, OpenAiError error, TimeSpan? retryAfter = null, bool final = false) : IResult
{
    // OpenAI's clients repeat every 429 and 5xx unless this header forbids it.
    private const string ShouldRetry = "x-should-retry";

    public int Status => status;

    public OpenAiError Error => error;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        if (retryAfter is { } wait) response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (final) response.Headers[ShouldRetry] = "false";
        await response.WriteAsJsonAsync(new OpenAiErrorBody(error), OpenAiJson.Options, httpContext.RequestAborted);
    }
}
