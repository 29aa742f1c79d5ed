using System.Data.Common;
using HybridAi.Documents.Retrieval;
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
        var problem = ProblemOf(exception, httpContext);
        if (problem.Status >= StatusCodes.Status500InternalServerError) Log.Unexpected(log, exception, httpContext.TraceIdentifier);
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
    }

    private static ProblemDetails ProblemOf(Exception exception, HttpContext context) => exception switch
    {
        BadHttpRequestException bad => RequestProblem.Of(bad, context.Request),
        DbException { IsTransient: true } => Refusal.Problem(
            StatusCodes.Status503ServiceUnavailable, "database-unavailable", "The database does not answer; try again in a moment."),
        PassageIndexUnavailableException away => Refusal.Problem(StatusCodes.Status503ServiceUnavailable, "index-unavailable", away.Message),
        _ => Refusal.Problem(
            StatusCodes.Status500InternalServerError, "unexpected", $"Something unexpected happened; the log has it under request {context.TraceIdentifier}."),
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Request {RequestId} ended unexpectedly")]
        public static partial void Unexpected(ILogger log, Exception exception, string requestId);
    }
}
