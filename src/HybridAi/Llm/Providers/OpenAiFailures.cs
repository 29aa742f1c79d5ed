using System.ClientModel;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Identity;
using HybridAi.Llm.Gateway;

namespace HybridAi.Llm.Providers;

/// <summary>
/// The failures of a call as faults. A provider's error text is not passed on: it may repeat the key or the customer's text. Its error code
/// is, where it is one plain word.
/// </summary>
internal sealed partial class OpenAiFailures(string alias, string host, string expected = "a chat completion")
{
    /// <summary>The failure as the gateway knows it; null for cancellation and for defects of this program.</summary>
    public ModelCallException? Explain(Exception failure) => failure switch
    {
        ClientResultException { Status: > 0 } refused => new(OfStatus(refused)) { RetryAfter = RetryAfter(refused) },
        ClientResultException or HttpRequestException or IOException => new(Fault.Unavailable(
            "model-unreachable", $"The model '{alias}' at {host} could not be reached, or the connection broke.")),
        AuthenticationFailedException => new(Fault.Unavailable(
            "model-unauthorized", $"No Entra token could be had for the model '{alias}' at {host}: sign in, or give this machine an identity.")),
        JsonException or FormatException or InvalidOperationException or KeyNotFoundException
            or ArgumentOutOfRangeException or IndexOutOfRangeException => Unreadable(),
        _ => null,
    };

    /// <summary>A stream that ended before its answer did.</summary>
    public ModelCallException BrokenOff() => new(Fault.Unavailable(
        "model-broke-off", $"The model '{alias}' at {host} stopped before its answer was complete."));

    private ModelCallException Unreadable() => new(Fault.Unavailable(
        "model-answer-unreadable", $"The model '{alias}' at {host} answered with something that is not {expected}."));

    private Fault OfStatus(ClientResultException refused)
    {
        var code = ErrorCode(refused);
        var said = code is null ? $"{refused.Status}" : $"{refused.Status} ({code})";
        return refused.Status switch
        {
            401 or 403 => Fault.Unavailable("model-unauthorized", $"{host} refused the key for the model '{alias}' with status {said}."),
            404 => Fault.Unavailable("model-missing", $"{host} does not know the address or the model behind '{alias}': status {said}."),
            408 => Fault.Unavailable("model-timeout", $"{host} gave up the call of the model '{alias}': status {said}."),
            429 when code is "insufficient_quota" => Fault.Unavailable(
                "model-quota-spent", $"The account at {host} has nothing left for the model '{alias}': status {said}."),
            429 => Fault.Unavailable("model-rate-limited", $"{host} has no room for more calls of the model '{alias}' now: status {said}."),
            // Said by somebody between us and the model, who may have worked all the same.
            502 => Fault.Unavailable("model-unreachable", $"What stands before the model '{alias}' at {host} got no sound answer of it: status {said}."),
            504 => Fault.Unavailable("model-timeout", $"What stands before the model '{alias}' at {host} waited for it in vain: status {said}."),
            >= 500 => Fault.Unavailable("model-unavailable", $"{host} could not run the model '{alias}': status {said}."),
            _ => Fault.Unavailable("model-refused-request", $"{host} refused the request to the model '{alias}' with status {said}."),
        };
    }

    private static RetryAfter? RetryAfter(ClientResultException refused)
        => refused.Status is 408 or 429 or >= 500 && refused.GetRawResponse() is { } response ? RateLimitHeaders.RetryAfter(response.Headers) : null;

    private static string? ErrorCode(ClientResultException refused)
    {
        try
        {
            using var body = JsonDocument.Parse(refused.GetRawResponse()?.Content ?? BinaryData.FromString("null"));
            return body.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                && error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String
                && PlainWord().IsMatch(code.GetString()!)
                ? code.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex("^[a-z_]{1,40}$")]
    private static partial Regex PlainWord();
}
