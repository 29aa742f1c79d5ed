using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace HybridAi.Api.Edge;

/// <summary>A list of any length, written as it is read: one JSON value a line.</summary>
internal sealed class JsonLines<T>(IAsyncEnumerable<T> lines) : IResult, IEndpointMetadataProvider
{
    public const string ContentType = "application/x-ndjson";

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
        => builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), [ContentType]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        httpContext.Response.ContentType = ContentType;
        var body = httpContext.Response.Body;
        await foreach (var line in lines.WithCancellation(httpContext.RequestAborted))
        {
            await JsonSerializer.SerializeAsync(body, line, json, httpContext.RequestAborted);
            await body.WriteAsync("\n"u8.ToArray(), httpContext.RequestAborted);
        }
    }
}
