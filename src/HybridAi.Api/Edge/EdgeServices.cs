using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HybridAi.Api.Edge;

/// <summary>How every request is read and every refusal is written.</summary>
internal static class EdgeServices
{
    public static IServiceCollection AddEdge(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        // Otherwise a body that can't be read becomes a bare 400 that does not say where.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        // Looks at public types only: the records of requests are public, whatever else may be internal.
        services.AddValidation();
        return services
            .AddSingleton<IProblemDetailsWriter, ProblemWriter>()
            .AddProblemDetails()
            .AddExceptionHandler<UnhandledException>();
    }

    public static void UseEdge(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(SecurityHeaders.WriteAsync);
        app.UseHsts();
    }

    // What is not known is null and said so; a misspelt or repeated field is refused, not passed over.
    private static void Configure(JsonSerializerOptions json)
    {
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        json.Converters.Add(new Milliseconds());
        json.TypeInfoResolver = JsonTypeInfoResolver.Combine(PredictJson.Default, json.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(Milliseconds.Name);
        json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.AllowDuplicateProperties = false;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
    }
}
