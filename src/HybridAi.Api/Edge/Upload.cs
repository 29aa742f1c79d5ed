using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace HybridAi.Api.Edge;

/// <summary>What became of reading an upload: it stands in a file of its own, or it is larger than allowed, or there is none.</summary>
internal enum UploadState
{
    Spooled,
    TooLarge,
    NoFile,
}

/// <summary>
/// An uploaded file, spooled to the disk so that its size never is a question of memory, and gone when disposed of. Stands under the data
/// directory and not under /tmp, which is often small, and is readable by the server's user alone: it is customer data.
/// </summary>
internal sealed class Upload(UploadState state, string path, string? name, MediaTypeHeaderValue? type) : IAsyncDisposable
{
    private const int BufferBytes = 128 * 1024;

    public UploadState State => state;

    /// <summary>Where it is spooled.</summary>
    public string Path => path;

    /// <summary>The file's name as the caller gave it; null for a raw body.</summary>
    public string? Name => name;

    /// <summary>The media type that the caller gave.</summary>
    public MediaTypeHeaderValue? Type => type;

    /// <summary>Spools the raw body, or the first file of a multipart body.</summary>
    public static async Task<Upload> ReceiveAsync(HttpRequest request, string directory, long maxBytes, CancellationToken cancellation)
    {
        var type = TypeOf(request.ContentType);
        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(directory), System.IO.Path.GetRandomFileName());
        if (request.ContentLength > maxBytes) return new(UploadState.TooLarge, path, null, type);
        if (HeaderUtilities.RemoveQuotes(type?.Boundary ?? default).Value is not { Length: > 0 } boundary)
            return new(await SpoolAsync(request.Body, path, maxBytes, cancellation), path, null, type);

        var parts = new MultipartReader(boundary, request.Body);
        while (await parts.ReadNextSectionAsync(cancellation) is { } part)
        {
            if (part.AsFileSection() is not { FileStream: { } content } file) continue;
            var name = System.IO.Path.GetFileName(file.FileName);
            return new(await SpoolAsync(content, path, maxBytes, cancellation), path, name, TypeOf(part.ContentType));
        }

        return new(UploadState.NoFile, path, null, type);
    }

    public ValueTask DisposeAsync()
    {
        if (File.Exists(path)) File.Delete(path);
        return ValueTask.CompletedTask;
    }

    private static MediaTypeHeaderValue? TypeOf(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type) ? type : null;

    private static async Task<UploadState> SpoolAsync(Stream content, string path, long maxBytes, CancellationToken cancellation)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            await using var file = new FileStream(path, options);
            var buffer = new byte[BufferBytes];
            for (long bytes = 0; await content.ReadAsync(buffer, cancellation) is > 0 and var read;)
            {
                if ((bytes += read) > maxBytes) return UploadState.TooLarge;
                await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }

            return UploadState.Spooled;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}
