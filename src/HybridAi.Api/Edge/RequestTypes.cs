using Microsoft.Net.Http.Headers;

namespace HybridAi.Api.Edge;

/// <summary>What a request brings and what it asks for.</summary>
internal static class RequestTypes
{
    /// <summary>Whether the body is of this media type, whatever its parameters.</summary>
    public static bool IsOfType(this HttpRequest request, string mediaType)
        => MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the caller asks for this media type by its name: a wildcard does not.</summary>
    public static bool Accepts(this HttpRequest request, string mediaType)
        => request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase));
}
