using System.IO.Compression;

namespace HybridAi.Curate.Exchange;

/// <summary>Where an export is written: one file, a folder of files, or an archive on its way to a caller.</summary>
public interface IExportTarget
{
    /// <summary>Opens a file of the export for writing; the one before it must be closed.</summary>
    /// <param name="name">Its name, with folders where it stands in some; without effect where the export is one file.</param>
    Stream Open(string name);
}

/// <summary>A single stream, which stays open.</summary>
/// <param name="stream">The stream.</param>
public sealed class StreamTarget(Stream stream) : IExportTarget
{
    /// <inheritdoc/>
    public Stream Open(string name) => new BufferedStream(new LeftOpenStream(stream), 64 * 1024);
}

/// <summary>A folder.</summary>
/// <param name="root">The folder, made where it is missing.</param>
public sealed class FolderTarget(string root) : IExportTarget
{
    /// <inheritdoc/>
    public Stream Open(string name)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024, FileOptions.Asynchronous);
    }
}

/// <summary>A zip archive.</summary>
/// <param name="archive">The archive, open for writing.</param>
public sealed class ZipTarget(ZipArchive archive) : IExportTarget
{
    /// <inheritdoc/>
    public Stream Open(string name) => archive.CreateEntry(name).Open();
}
