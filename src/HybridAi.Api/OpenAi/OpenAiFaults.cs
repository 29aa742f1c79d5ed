using HybridAi.Llm;
using Microsoft.AspNetCore.Mvc;

namespace HybridAi.Api.OpenAi;

/// <summary>Our faults in OpenAI's words and statuses.</summary>
internal static class OpenAiFaults
{
    private const string Invalid = "invalid_request_error";
    private const string RateLimit = "rate_limit_error";
    private const string Quota = "insufficient_quota";
    private const string Server = "server_error";

    public static OpenAiRefusal Of(Fault fault, TimeSpan? retryAfter = null) => fault.Code switch
    {
        "model-unknown" => Refuse(404, Invalid, "model_not_found", fault, "model"),
        "context-too-long" => Refuse(400, Invalid, "context_length_exceeded", fault, "messages"),
        "model-refused-request" => Refuse(400, Invalid, Code(fault), fault),
        "model-rate-limited" or "model-rate-limit-wait" or "model-busy" => Refuse(429, RateLimit, "rate_limit_exceeded", fault, retryAfter: retryAfter),
        // Neither money nor a minute's tokens come back within a client's patience.
        "budget-exhausted" or "model-quota-spent" => Refuse(429, Quota, Quota, fault, retryAfter: retryAfter, final: true),
        "model-call-too-large" => Refuse(429, RateLimit, "rate_limit_exceeded", fault, final: true),
        "budget-price-unknown" or "budget-call-unbounded" => Refuse(400, Invalid, Code(fault), fault),
        "model-unauthorized" or "model-missing" or "model-broke-off" or "model-answer-unreadable" => Refuse(502, Server, Code(fault), fault),
        "model-timeout" or "model-deadline" => Refuse(504, Server, Code(fault), fault),
        _ => fault.Kind switch
        {
            FaultKind.BadInput => Refuse(400, Invalid, Code(fault), fault),
            FaultKind.NotFound => Refuse(404, Invalid, Code(fault), fault),
            FaultKind.Conflict => Refuse(409, Invalid, Code(fault), fault),
            _ => Refuse(503, Server, Code(fault), fault, retryAfter: retryAfter),
        },
    };

    public static OpenAiRefusal Of(ModelCallException failure, DateTimeOffset now)
        => Of(failure.Fault, failure.RetryAfter?.From(now) ?? (failure.Refusal?.Budget.RenewsAt - now));

    /// <summary>A problem of our own API: what the framework refuses before or around an endpoint.</summary>
    public static OpenAiRefusal Of(ProblemDetails problem)
    {
        var status = problem.Status ?? StatusCodes.Status500InternalServerError;
        var code = problem.Type?.Split(':')[^1].Replace('-', '_');
        return new(status, new(problem.Detail ?? problem.Title ?? "The request was refused.", status >= 500 ? Server : Invalid, null, code));
    }

    private static string Code(Fault fault) => fault.Code.Replace('-', '_');

    private static OpenAiRefusal Refuse(
        int status, string type, string code, Fault fault, string? param = null, TimeSpan? retryAfter = null, bool final = false)
        => new(status, new(fault.Reason, type, fault.Place ?? param, code), retryAfter, final);
}
