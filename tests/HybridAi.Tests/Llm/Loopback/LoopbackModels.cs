using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HybridAi.Tests.Llm.Loopback;

/// <summary>The list of models.</summary>
internal static class LoopbackModels
{
    public static Task ListAsync(HttpContext http, IReadOnlyList<string> models)
        => http.Response.WriteAsJsonAsync(new { @object = "list", data = models.Select(Describe) });

    public static Task FindAsync(HttpContext http, IReadOnlyList<string> models)
    {
        var id = (string)http.GetRouteValue("id")!;
        if (models.Contains(id)) return http.Response.WriteAsJsonAsync(Describe(id));
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return http.Response.WriteAsJsonAsync(new
        {
            error = new { message = $"The model '{id}' does not exist", type = "invalid_request_error", param = "model", code = "model_not_found" },
        });
    }

    private static object Describe(string id) => new { id, @object = "model", created = 1_700_000_000, owned_by = "loopback" };
}
