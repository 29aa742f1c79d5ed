using HybridAi.Api.Edge;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Mvc;

namespace HybridAi.Api.Access;

/// <summary>
/// How a refusal is told: pages lead to sign-in, everything else gets a problem. A project on which a caller has no role does not exist for him.
/// </summary>
internal sealed class AccessResult(OpenMode open, AuditLog audit) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden) await RememberAsync(context);
        if (authorizeResult.Succeeded || context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
        {
            await _usual.HandleAsync(next, context, policy, authorizeResult);
            return;
        }

        var problem = authorizeResult.Challenged ? await ChallengeAsync(context) : Forbidden(context);
        context.Response.StatusCode = problem.Status!.Value;
        await context.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new() { HttpContext = context, ProblemDetails = problem });
    }

    private Task RememberAsync(HttpContext context) => audit.WriteAsync(
        Caller.Of(context.User),
        new("access", AccessRequirement.ProjectOf(context), $"{context.Request.Method} {(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText}", "refused"),
        context.RequestAborted);

    private async Task<ProblemDetails> ChallengeAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = ApiKeyHandler.Bearer.Trim();
        if (ApiKeyHandler.IsAsked(context.Request) && (await context.AuthenticateAsync()).Failure is { } failure)
            return Refusal.Problem(StatusCodes.Status401Unauthorized, "key-refused", failure.Message);
        return await open.IsOpenAsync(context.RequestAborted)
            ? Refusal.Problem(
                StatusCodes.Status401Unauthorized, "not-direct",
                "This server has neither a user nor a key yet. Until then it answers only what is asked on its own machine, directly and by a loopback name.")
            : Refusal.Problem(
                StatusCodes.Status401Unauthorized, "sign-in-needed",
                $"This needs a signed-in user or an API key: 'Authorization: {ApiKeyHandler.Bearer}{KeySecret.Start}…'.");
    }

    private static ProblemDetails Forbidden(HttpContext context)
    {
        var (caller, project, right) = (Caller.Of(context.User), AccessRequirement.ProjectOf(context), AccessRequirement.RightOf(context).ToString().ToLowerInvariant());
        if (project is not null && !caller.Sees(project)) return Refusal.Problem(UnknownProject(project));
        return Refusal.Problem(
            StatusCodes.Status403Forbidden, "right-missing", $"This needs the right '{right}' on {(project is null ? "everything" : $"'{project}'")}, which '{caller.Name}' does not have.");
    }

    /// <summary>What a caller is told of a project that is not his, whether or not it exists.</summary>
    public static Fault UnknownProject(string project) => Fault.NotFound("project-unknown", $"There is no project '{project}'.");
}
