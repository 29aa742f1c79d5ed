using Microsoft.OpenApi;

namespace HybridAi.Api;

/// <summary>The API's own description, served at /openapi/v1.json.</summary>
internal static class ApiDocument
{
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
                    What is not known, such as the price of a call, is null and never 0.
                    """,
            };
            return Task.CompletedTask;
        }));
}
