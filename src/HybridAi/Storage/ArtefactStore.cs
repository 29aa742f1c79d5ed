using System.Security.Cryptography;

namespace HybridAi.Storage;

/// <summary>
/// Immutable files named by the SHA-256 of their content: models, frozen datasets. A file is written aside, flushed to the disk and moved
/// into place, so a reader sees all of it or nothing.
/// </summary>
public sealed class ArtefactStore(string directory)
{
    /// <summary>The folder that holds the artefacts.</summary>
    public string Root { get; } = Path.GetFullPath(directory);

    /// <summary>Stores what <paramref name="write"/> writes and returns its hash; the same content is stored once.</summary>
    /// <exception cref="IOException">The disk is full or can't be written; nothing is left behind.</exception>
    public async Task<string> WriteAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Root);
        var aside = Path.Combine(Root, $".writing-{Path.GetRandomFileName()}");
        try
        {
            await using (var stream = new FileStream(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await write(stream, cancellation);
                stream.Flush(flushToDisk: true);
            }

            var hash = await HashOfFileAsync(aside, cancellation);
            var target = PathOf(hash);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(aside, target, overwrite: true);
            return hash;
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>Opens the artefact after checking that its content still has its hash.</summary>
    /// <exception cref="FileNotFoundException">There is no such artefact.</exception>
    /// <exception cref="InvalidDataException">The file was changed after it was written.</exception>
    public async Task<Stream> OpenAsync(string hash, CancellationToken cancellation)
    {
        var path = PathOf(hash);
        if (!File.Exists(path)) throw new FileNotFoundException($"Artefact {hash} is not in {Root}.", path);
        var found = await HashOfFileAsync(path, cancellation);
        return found == hash ? File.OpenRead(path) : throw new InvalidDataException($"Artefact {path} was changed: its content hashes to {found}.");
    }

    /// <summary>Where the artefact of this hash stands, or would.</summary>
    public string PathOf(string hash) => Path.Combine(Root, hash[..2], hash);

    private static async Task<string> HashOfFileAsync(string path, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }
}
