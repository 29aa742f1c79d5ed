using HybridAi.Api.Edge;

namespace HybridAi.Api.OpenAi;

/// <summary>Under OpenAI's addresses everything that no endpoint refused itself (routing, exceptions) is told in OpenAI's shape as well.</summary>
internal sealed class OpenAiProblemWriter : IProblemDetailsWriter
{
    private static readonly string[] Addresses = ["/v1/chat/completions", "/v1/embeddings", "/v1/models"];

    public bool CanWrite(ProblemDetailsContext context) => Addresses.Any(address => context.HttpContext.Request.Path.StartsWithSegments(address));

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (!Refusal.IsOurs(problem)) problem = RequestProblem.Of(problem.Status ?? context.HttpContext.Response.StatusCode, context.HttpContext.Request);
        await OpenAiFaults.Of(problem).ExecuteAsync(context.HttpContext);
    }
}
