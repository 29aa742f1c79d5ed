using System.Text.Json;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace HybridAi.Api.Edge;

/// <summary>
/// Writes every problem that no endpoint wrote itself: validation, routing, exceptions. Whatever the caller accepts: who asks for CSV and
/// gets a refusal is helped by the reason and not by an empty body.
/// </summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    private const string ContentType = "application/problem+json";

    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var response = context.HttpContext.Response;
        var problem = context.ProblemDetails;
        problem.Status ??= response.StatusCode;
        if (problem is HttpValidationProblemDetails invalid) Word(invalid);
        else if (!Refusal.IsOurs(problem)) problem = RequestProblem.Of(problem.Status.Value, context.HttpContext.Request);
        response.StatusCode = problem.Status!.Value;
        await response.WriteAsJsonAsync<object>(problem, json.Value.SerializerOptions, ContentType, context.HttpContext.RequestAborted);
    }

    private static void Word(HttpValidationProblemDetails invalid)
    {
        invalid.Type = Refusal.TypeOf("request-invalid");
        invalid.Title = Refusal.TitleOf(StatusCodes.Status400BadRequest);
        invalid.Errors = invalid.Errors.ToDictionary(field => Wire(field.Key), field => field.Value.Select(reason => InWords(field.Key, reason)).ToArray());
        invalid.Detail = string.Join(' ', invalid.Errors.SelectMany(field => field.Value));
        invalid.Extensions["place"] = string.Join(", ", invalid.Errors.Keys);
    }

    // Fields are named as in the body, not as in the code.
    private static string Wire(string field) => string.Join('.', field.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    private static string InWords(string field, string reason)
    {
        var name = field.Split('.')[^1];
        return reason
            .Replace($"The {name} field", $"'{Wire(field)}'", StringComparison.Ordinal)
            .Replace($"The field {name}", $"'{Wire(field)}'", StringComparison.Ordinal);
    }
}
