using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace HybridAi.Api.Edge;

/// <summary>What became of an upload.</summary>
internal enum UploadState
{
    /// <summary>It stands in a file of its own.</summary>
    Spooled,

    /// <summary>It is larger than allowed.</summary>
    TooLarge,

    /// <summary>It is a multipart body without a file.</summary>
    NoFile,

    /// <summary>It is no multipart body, though it says so.</summary>
    Broken,

    /// <summary>The disk did not take it.</summary>
    NotWritten,
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
        if (type?.Type.Equals("multipart", StringComparison.OrdinalIgnoreCase) != true)
            return new(await SpoolAsync(request.Body, path, maxBytes, cancellation), path, null, type);
        if (HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary) return new(UploadState.Broken, path, null, type);
        try
        {
            return await ReceivePartAsync(new(boundary, request.Body), path, maxBytes, cancellation) ?? new(UploadState.NoFile, path, null, type);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            // Of the reader of parts: what the disk refuses is a state of its own, and what the connection does goes on its way.
            File.Delete(path);
            return new(UploadState.Broken, path, null, type);
        }
    }

    public ValueTask DisposeAsync()
    {
        if (File.Exists(path)) File.Delete(path);
        return ValueTask.CompletedTask;
    }

    private static async Task<Upload?> ReceivePartAsync(MultipartReader parts, string path, long maxBytes, CancellationToken cancellation)
    {
        while (await parts.ReadNextSectionAsync(cancellation) is { } part)
        {
            if (part.AsFileSection() is not { FileStream: { } content } file) continue;
            var name = System.IO.Path.GetFileName(file.FileName);
            return new(await SpoolAsync(content, path, maxBytes, cancellation), path, name, TypeOf(part.ContentType));
        }

        return null;
    }

    private static MediaTypeHeaderValue? TypeOf(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type) ? type : null;

    private static async Task<UploadState> SpoolAsync(Stream content, string path, long maxBytes, CancellationToken cancellation)
    {
        if (Create(path) is not { } file) return UploadState.NotWritten;
        var spooled = false;
        try
        {
            var buffer = new byte[BufferBytes];
            for (long bytes = 0; await content.ReadAsync(buffer, cancellation) is > 0 and var read;)
            {
                if ((bytes += read) > maxBytes) return UploadState.TooLarge;
                if (!await WriteAsync(file, buffer.AsMemory(0, read), cancellation)) return UploadState.NotWritten;
            }

            spooled = true;
            return UploadState.Spooled;
        }
        finally
        {
            await file.DisposeAsync();
            if (!spooled) File.Delete(path);
        }
    }

    private static FileStream? Create(string path)
    {
        // Without a buffer of its own, so that nothing is left to be refused when the file is closed.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            return new(path, options);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task<bool> WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await file.WriteAsync(bytes, cancellation);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
