using System.Security.Cryptography;

namespace HybridAi.Documents.Ingestion;

/// <summary>
/// The files of documents as they came, a folder for each document and a file for each content. Not shared between documents: what is deleted is gone
/// without asking who else has the same file.
/// </summary>
public sealed class DocumentFiles(string directory)
{
    private const string Aside = "aside";

    /// <summary>The folder that holds them.</summary>
    public string Root { get; } = Path.GetFullPath(directory);

    /// <summary>Writes a file aside; it belongs to no document yet.</summary>
    /// <param name="content">Its content, read once and never held as a whole.</param>
    /// <param name="maxBytes">A longer one is refused.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The file, or a fault: it is too large, or the disk refuses it.</returns>
    public async Task<Outcome<AsideFile>> WriteAsync(Stream content, long maxBytes, CancellationToken cancellation)
    {
        var path = Path.Combine(Root, Aside, Path.GetRandomFileName());
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long bytes = 0;
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                var buffer = new byte[128 * 1024];
                while (await content.ReadAsync(buffer, cancellation) is > 0 and var read)
                {
                    if ((bytes += read) > maxBytes) break;
                    hash.AppendData(buffer, 0, read);
                    await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
                }
            }

            if (bytes <= maxBytes) return new AsideFile(path, Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
            File.Delete(path);
            return TooLarge(maxBytes);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            File.Delete(path);
            return Fault.Unavailable("document-not-written", "The file could not be written to the server's disk.");
        }
    }

    /// <summary>What is said of a file over the bound.</summary>
    public static Fault TooLarge(long maxBytes)
        => Fault.BadInput("file-too-large", $"The file is larger than {maxBytes:N0} bytes (HybridAi:Documents:MaxFileBytes).");

    /// <summary>Gives a file that was written aside to a document.</summary>
    public void Keep(AsideFile file, string documentId)
    {
        var target = PathOf(documentId, file.Hash);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(file.Path, target, overwrite: true);
    }

    /// <summary>Where a document's file of this content stands, or would.</summary>
    public string PathOf(string documentId, string hash) => Path.Combine(Root, documentId, hash);

    /// <summary>Where what was drawn of a document's file of this content stands, or would; erased with the document.</summary>
    public string PicturesOf(string documentId, string hash) => Path.Combine(Root, documentId, hash + ".pages");

    /// <summary>Erases all files of a document.</summary>
    public void Erase(string documentId)
    {
        var folder = Path.Combine(Root, documentId);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}

/// <summary>A file that belongs to no document yet.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Hash">SHA-256 of its content.</param>
/// <param name="Bytes">Its size.</param>
public sealed record AsideFile(string Path, string Hash, long Bytes) : IDisposable
{
    /// <summary>Deletes it, unless a document has it.</summary>
    public void Dispose() => File.Delete(Path);
}
