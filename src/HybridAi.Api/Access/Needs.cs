using Microsoft.AspNetCore.Authorization;

namespace HybridAi.Api.Access;

/// <summary>
/// What an endpoint or page asks of its caller: a right on the project of its address, or, without one, on all. The most specific one counts,
/// so that a group says what is usual and an endpoint what differs. What says nothing asks for <see cref="Rights.Manage"/>.
/// </summary>
/// <param name="right">The right; <see cref="Rights.None"/> asks only who it is, and the endpoint shows each what is his.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsAttribute(Rights right) : Attribute
{
    public Rights Right => right;
}

/// <summary>The one question of authorisation: may the caller do what the endpoint <see cref="NeedsAttribute">needs</see>?</summary>
internal sealed class AccessRequirement : AuthorizationHandler<AccessRequirement>, IAuthorizationRequirement
{
    /// <summary>The project that a request is about by its address.</summary>
    public static string? ProjectOf(HttpContext http) => http.Request.RouteValues["project"] as string;

    /// <summary>The right that a request's endpoint asks for.</summary>
    public static Rights RightOf(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<NeedsAttribute>()?.Right ?? Rights.Manage;

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        if (context.Resource is HttpContext http && Caller.Of(context.User) is { Kind: not CallerKind.Anonymous } caller
            && (RightOf(http) is Rights.None || caller.May(RightOf(http), ProjectOf(http))))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

/// <summary>Policies on groups and endpoints.</summary>
internal static class Needing
{
    public static TBuilder Needs<TBuilder>(this TBuilder endpoints, Rights right)
        where TBuilder : IEndpointConventionBuilder
        => endpoints.WithMetadata(new NeedsAttribute(right));
}
