using Microsoft.AspNetCore.Http.HttpResults;

namespace HybridAi.Api.Edge;

/// <summary>
/// Refuses what a page of another site makes a browser send. An upload needs no preflight, so any page that a user of this machine opens
/// could otherwise put records into a project. Drawback: a single-page application on another site needs a proxy on its own.
/// </summary>
internal static class SameSite
{
    private const string Header = "Sec-Fetch-Site";
    private const string CrossSite = "cross-site";

    public static ValueTask<object?> OnlyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        => context.HttpContext.Request.Headers[Header] == CrossSite ? ValueTask.FromResult<object?>(Refused()) : next(context);

    private static ProblemHttpResult Refused() => TypedResults.Problem(Refusal.Problem(
        StatusCodes.Status403Forbidden, "cross-site-refused", "A page of another site asked for this; it is not done for it."));
}
