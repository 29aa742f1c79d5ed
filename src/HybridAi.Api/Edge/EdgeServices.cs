using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace HybridAi.Api.Edge;

/// <summary>How every request is read and every refusal is written.</summary>
internal static class EdgeServices
{
    public static IServiceCollection AddEdge(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        // Otherwise a body that can't be read becomes a bare 400 that does not say where.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddValidation();
        return services
            .AddProblemDetails(problems => problems.CustomizeProblemDetails = Customise)
            .AddExceptionHandler<UnhandledException>();
    }

    public static void UseEdge(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use((context, next) =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return next(context);
        });
    }

    // What is not known is null and said so; a misspelt or repeated field is refused, not passed over.
    private static void Configure(JsonSerializerOptions json)
    {
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        json.Converters.Add(new Milliseconds());
        json.TypeInfoResolver = (json.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(Milliseconds.Name);
        json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
    }

    private static void Customise(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Extensions.Remove("traceId");
        if (problem is HttpValidationProblemDetails invalid)
        {
            problem.Type = Refusal.TypeOf("request-invalid");
            problem.Title = Refusal.TitleOf(StatusCodes.Status400BadRequest);
            invalid.Errors = invalid.Errors.ToDictionary(field => Wire(field.Key), field => field.Value.Select(reason => InWords(field.Key, reason)).ToArray());
            problem.Detail = string.Join(' ', invalid.Errors.SelectMany(field => field.Value));
            problem.Extensions["place"] = string.Join(", ", invalid.Errors.Keys);
        }
        else if (context.HttpContext.Features.Get<IStatusCodePagesFeature>() is not null && context.Exception is null && problem.Detail is null)
        {
            Name(problem, context.HttpContext.Request);
        }
    }

    // Fields are named as in the body, not as in the code.
    private static string Wire(string field) => string.Join('.', field.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));

    private static string InWords(string field, string reason)
        => reason.Replace($"The {field.Split('.')[^1]} field", $"'{Wire(field)}'", StringComparison.Ordinal)
            .Replace($"The field {field.Split('.')[^1]}", $"'{Wire(field)}'", StringComparison.Ordinal);

    // A bare status that routing gave, before any endpoint was asked.
    private static void Name(ProblemDetails problem, HttpRequest request)
    {
        var (code, reason) = problem.Status switch
        {
            StatusCodes.Status404NotFound => ("endpoint-unknown", $"There is nothing at {request.Path}; GET /openapi/v1.json lists what there is."),
            StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", $"{request.Method} is not done at {request.Path}."),
            StatusCodes.Status415UnsupportedMediaType => (
                "content-type-unsupported", $"A body of type '{request.ContentType}' is not read here; GET /openapi/v1.json says which are."),
            _ => ("refused", "The request was refused."),
        };
        (problem.Type, problem.Title, problem.Detail) = (Refusal.TypeOf(code), Refusal.TitleOf(problem.Status ?? 0), reason);
    }
}
