using HybridAi.Api.Edge;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api.OpenAi;

/// <summary>The refusal of what a page of another site asks for, in OpenAI's shape.</summary>
internal static class CrossSite
{
    public static async ValueTask<object?> RefusedAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await SameSite.OnlyAsync(context, next);
        return answer is ProblemHttpResult { ProblemDetails: { } problem }
            ? OpenAiFaults.Of(problem)
            : answer;
    }
}
