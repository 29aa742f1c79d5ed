using System.Globalization;

namespace HybridAi.Api.Access;

/// <summary>That an endpoint's use is kept in the audit log.</summary>
/// <param name="Action">What it does, such as <c>route.live</c>.</param>
/// <param name="Target">Which values of its address say to what.</param>
internal sealed record AuditedMetadata(string Action, IReadOnlyList<string> Target);

/// <summary>Keeps the use of endpoints in the audit log.</summary>
internal static class Audited
{
    /// <summary>Keeps the endpoint's use: its address says the project and the target, its status how it ended.</summary>
    public static RouteHandlerBuilder Audit(this RouteHandlerBuilder endpoint, string action, params string[] target) => endpoint.WithMetadata(new AuditedMetadata(action, target));

    /// <summary>Writes the line before the answer leaves: what is not in the log has not been told as done.</summary>
    public static Task WriteAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<AuditedMetadata>() is { } audited)
        {
            http.Response.OnStarting(() => http.RequestServices.GetRequiredService<AuditLog>().WriteAsync(
                Caller.Of(http.User),
                new(audited.Action, AccessRequirement.ProjectOf(http), TargetOf(audited, http.Request.RouteValues), OutcomeOf(http.Response.StatusCode)),
                CancellationToken.None));
        }

        return next(http);
    }

    private static string? TargetOf(AuditedMetadata audited, RouteValueDictionary values)
        => audited.Target.Count == 0 ? null : string.Join('/', audited.Target.Select(name => values[name]));

    private static string OutcomeOf(int status) => status < StatusCodes.Status400BadRequest ? "done" : string.Create(CultureInfo.InvariantCulture, $"refused {status}");
}
