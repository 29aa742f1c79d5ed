using System.Buffers;
using System.Security.Cryptography;

namespace HybridAi.Curate.Ingestion;

/// <summary>What one pass over a file's bytes tells: its name by content, its beginning, and whether it can be UTF-8.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Open">Opens it again.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Hash">SHA-256 of its bytes.</param>
/// <param name="Sample">Its first bytes.</param>
/// <param name="Utf8">What speaks for and against UTF-8 in all of it.</param>
internal sealed record InspectedFile(string Path, Func<Stream> Open, long Bytes, string Hash, byte[] Sample, Utf8Evidence Utf8)
{
    private const int SampleBytes = 256 * 1024;

    /// <summary>Opens a file for reading it once from the beginning.</summary>
    public static Stream OpenFile(string path)
        => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>Reads the file once; a fault where it can't be read, is empty or is longer than <paramref name="maxBytes"/>.</summary>
    public static async Task<Outcome<InspectedFile>> ReadAsync(
        string path, long maxBytes, Func<string, Stream> open, CancellationToken cancellation)
    {
        try
        {
            await using var stream = open(path);
            if (!stream.CanSeek) return Fault.BadInput("file-not-regular", "This is a pipe or a device; save it to a file first.", path);
            if (stream.Length > maxBytes) return TooLarge(path, maxBytes);
            return await ReadAsync(path, stream, maxBytes, () => open(path), cancellation);
        }
        catch (Exception exception) when (UnreadableFile.IsExpected(exception))
        {
            return UnreadableFile.FaultOf(path, exception);
        }
    }

    private static async Task<Outcome<InspectedFile>> ReadAsync(
        string path, Stream stream, long maxBytes, Func<Stream> reopen, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var utf8 = new Utf8Evidence();
        var sample = Array.Empty<byte>();
        var chunk = ArrayPool<byte>.Shared.Rent(SampleBytes);
        try
        {
            long bytes = 0;
            for (int read; (read = await stream.ReadAtLeastAsync(chunk.AsMemory(0, SampleBytes), SampleBytes, false, cancellation)) > 0;)
            {
                if (bytes == 0) sample = chunk.AsSpan(0, read).ToArray();
                bytes += read;
                if (bytes > maxBytes) return TooLarge(path, maxBytes);
                hash.AppendData(chunk, 0, read);
                utf8.Add(chunk.AsSpan(0, read));
            }

            if (bytes == 0) return Fault.BadInput("file-empty", "The file is empty.", path);
            utf8.Complete();
            return new InspectedFile(path, reopen, bytes, Convert.ToHexStringLower(hash.GetHashAndReset()), sample, utf8);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static Fault TooLarge(string path, long maxBytes)
        => Fault.BadInput("file-too-large", $"The file is larger than {maxBytes:N0} bytes (HybridAi:Ingestion:MaxFileBytes).", path);
}
