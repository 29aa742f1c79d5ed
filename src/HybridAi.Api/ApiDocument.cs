using HybridAi.Api.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;

namespace HybridAi.Api;

/// <summary>The API's own description, served at /openapi/v1.json.</summary>
internal static class ApiDocument
{
    private const string ApiKey = "ApiKey";
    private const string SessionCookie = "Session";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options => options
        .AddSchemaTransformer((schema, context, _) =>
        {
            // The converter that writes milliseconds can't tell the schema what it writes.
            if ((Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type) == typeof(TimeSpan))
                schema.Type = JsonSchemaType.Number | JsonSchemaType.Null;
            return Task.CompletedTask;
        })
        .AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new()
            {
                Title = "HybridAi",
                Version = "v1",
                Description =
                    """
                    Label, review, freeze, train, route, predict: in this order, each under /v1/projects/{project}.
                    Long work is a job: the answer is 202 with the job, which is looked at under /v1/jobs/{id}.
                    Every refusal is a problem (RFC 9457) whose type, urn:hybridai:CODE, is stable; 'detail' says what is wrong and 'place' where.
                    A server with a user or a key asks for one: programs send 'Authorization: Bearer hai_…', people sign in with POST /v1/session.
                    What is not known, such as the price of a call, is null and never 0.
                    """,
            };
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [ApiKey] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key: hai_ and 43 characters." },
                [SessionCookie] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = Session.CookieName, Description = "The cookie that POST /v1/session sets.",
                },
            };
            return Task.CompletedTask;
        })
        .AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any()) return Task.CompletedTask;
            operation.Security = [.. new[] { ApiKey, SessionCookie }.Select(scheme => new OpenApiSecurityRequirement { [new(scheme, context.Document)] = [] })];
            return Task.CompletedTask;
        }));
}
