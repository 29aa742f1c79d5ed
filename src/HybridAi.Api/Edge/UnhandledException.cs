using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace HybridAi.Api.Edge;

/// <summary>What was thrown on the way to or in an endpoint, as a problem that says what the caller can act on and no more.</summary>
internal sealed partial class UnhandledException(IProblemDetailsService problems, ILogger<UnhandledException> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // Nobody is there to read an answer.
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;
        var problem = ProblemOf(exception, httpContext.TraceIdentifier);
        if (problem.Status >= StatusCodes.Status500InternalServerError) Log.Unexpected(log, exception, httpContext.TraceIdentifier);
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
    }

    private static ProblemDetails ProblemOf(Exception exception, string requestId) => exception switch
    {
        BadHttpRequestException { InnerException: JsonException json } => Refusal.Problem(JsonProblem.FaultOf(json)),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Refusal.Problem(
            StatusCodes.Status413PayloadTooLarge, "body-too-large", "The body is larger than Kestrel:Limits:MaxRequestBodySize allows."),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } bad => Refusal.Problem(
            bad.StatusCode, "content-type-unsupported", "The body is read as application/json: say so in the header Content-Type."),
        BadHttpRequestException bad => Refusal.Problem(bad.StatusCode, "request-unreadable", bad.Message),
        DbException { IsTransient: true } => Refusal.Problem(
            StatusCodes.Status503ServiceUnavailable, "database-unavailable", "The database does not answer; try again in a moment."),
        _ => Refusal.Problem(
            StatusCodes.Status500InternalServerError, "unexpected", $"Something unexpected happened; the log has it under request {requestId}."),
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Request {RequestId} ended unexpectedly")]
        public static partial void Unexpected(ILogger log, Exception exception, string requestId);
    }
}
