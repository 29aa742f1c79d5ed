namespace HybridAi.Api.Edge;

/// <summary>What browsers are told to keep to, on every answer.</summary>
internal static class SecurityHeaders
{
    // Nothing inline and nothing from elsewhere: a record's text that should hold a script can't run it, even if a page forgot to escape it.
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static Task WriteAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "same-origin";
        return next(context);
    }
}
