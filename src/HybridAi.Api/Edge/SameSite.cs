using HybridAi.Api.Access;

namespace HybridAi.Api.Edge;

/// <summary>
/// Refuses what a page of another site makes a browser send. Nothing is done for pages that a browser says are of another site: an upload needs
/// no preflight, and in open mode nothing else would stop it. And what changes anything with a person's cookie must come from a page of this
/// server: the cookie goes along by itself, also from another port or subdomain, which count as the same site. Browsers say where a request
/// comes from and scripts can't change that, so no token has to be carried around. Drawback: a single-page application on another site needs a
/// proxy on its own, and a program that is no browser needs a key.
/// </summary>
internal static class SameSite
{
    private const string Header = "Sec-Fetch-Site";
    private const string CrossSite = "cross-site";
    private const string SameOrigin = "same-origin";

    public static ValueTask<object?> OnlyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Request.Headers[Header] == CrossSite)
            return Refused("cross-site-refused", "A page of another site asked for this; it is not done for it.");
        return Caller.Of(http.User).Kind == CallerKind.User && !IsSafe(http.Request.Method) && !IsOwn(http.Request)
            ? Refused("origin-unknown", "With a session's cookie, changes are made only for pages of this server; a program uses an API key.")
            : next(context);
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    // Older browsers and plain http don't send the first header, but every browser sends its origin with what changes anything.
    private static bool IsOwn(HttpRequest request) => request.Headers[Header].ToString() is { Length: > 0 } site
        ? site == SameOrigin
        : Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && origin.Scheme == request.Scheme && origin.Authority == request.Host.ToUriComponent();

    private static ValueTask<object?> Refused(string code, string reason)
        => ValueTask.FromResult<object?>(TypedResults.Problem(Refusal.Problem(StatusCodes.Status403Forbidden, code, reason)));
}
