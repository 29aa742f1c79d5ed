using System.Globalization;
using System.Xml;
using HybridAi.Documents.Ingestion.Readers;

namespace HybridAi.Documents.Ingestion.Pages;

/// <summary>
/// Pages of PDF documents as pictures, and where a cited span stands on them. A page is drawn when it is first asked for, by a program of its own within bounds,
/// and kept beside the file, with which it is erased.
/// </summary>
/// <param name="store">The documents.</param>
/// <param name="files">Their files.</param>
/// <param name="options">The programs and their bounds.</param>
public sealed class DocumentPages(DocumentStore store, DocumentFiles files, DocumentOptions options) : IDisposable
{
    private const int Pixels = 1_600;
    private const int MostKept = 100;
    private const int AtOnce = 2;
    private const int LastPage = 1_000_000;
    private const string Pdf = "pdf";

    private readonly PdfProgram _draws = new(options.PdfToPpm, nameof(options.PdfToPpm));
    private readonly PdfProgram _reads = new(options.PdfToText, nameof(options.PdfToText));
    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <summary>The file of a page's picture, PNG, its longer side 1,600 pixels.</summary>
    /// <param name="documentId">The document, which the caller may read.</param>
    /// <param name="version">Hash of its version.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Its path; or a fault: <c>version-unknown</c>, <c>page-unknown</c>, <c>page-not-drawn</c> (no PDF), <c>pdf-reader-missing</c>, or what the file is like.</returns>
    public async Task<Outcome<string>> PictureAsync(string documentId, string version, int page, CancellationToken cancellation)
    {
        if (!(await FileOfAsync(documentId, version, page, cancellation)).Succeeded(out var found, out var fault)) return fault;
        var (folder, name) = (files.PicturesOf(documentId, found.FileHash), page.ToString(CultureInfo.InvariantCulture) + ".png");
        var path = Path.Combine(folder, name);
        if (File.Exists(path)) return path;
        await _turns.WaitAsync(cancellation);
        try
        {
            if (File.Exists(path)) return path;
            await using var file = File.OpenRead(files.PathOf(documentId, found.FileHash));
            if (!(await _draws.DrawAsync(file, page, Pixels, options.ReadLimits, cancellation)).Succeeded(out var picture, out fault)) return Missing(fault, page);
            await using (picture) await KeepAsync(picture, folder, path, cancellation);
            return path;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Deleted in the meantime, or the disk refuses.
            return Fault.Unavailable("page-not-kept", "The page's picture can't be written to the server's disk.");
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Where a span of a version's text stands on a page: a box for each of its lines; none where it stands elsewhere, or is drawn otherwise than read.</summary>
    /// <param name="documentId">The document, which the caller may read.</param>
    /// <param name="version">Hash of its version.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="start">Where the span begins, in UTF-16 units.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The boxes; or a fault as with pictures, or <c>span-invalid</c>.</returns>
    public async Task<Outcome<IReadOnlyList<PageBox>>> FindAsync(string documentId, string version, int page, int start, int end, CancellationToken cancellation)
    {
        if (!(await FileOfAsync(documentId, version, page, cancellation)).Succeeded(out var found, out var fault)) return fault;
        if (_draws.NotAvailable is { } missing) return missing;
        if (await store.TextAsync(documentId, version, cancellation) is not { } text) return Unknown(documentId, version);
        if (start < 0 || end <= start || end > text.Text.Length) return Fault.BadInput("span-invalid", $"The text has {text.Text.Length:N0} units; the span must lie in it.", "start");
        await _turns.WaitAsync(cancellation);
        try
        {
            await using var file = File.OpenRead(files.PathOf(documentId, found.FileHash));
            if (!(await _reads.LayOutAsync(file, options.ReadLimits, cancellation, page)).Succeeded(out var layout, out fault)) return Missing(fault, page);
            await using (layout) return Success.Of(PageWords.Read(layout).Find(text.Text[start..end]));
        }
        catch (Exception broken) when (broken is XmlException or IOException)
        {
            return Fault.Unavailable("page-not-read", "The page's words can't be read.");
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private async Task<Outcome<StoredVersion>> FileOfAsync(string documentId, string version, int page, CancellationToken cancellation)
    {
        if ((await store.VersionsAsync(documentId, cancellation)).FirstOrDefault(one => one.Hash == version && !one.IsErased) is not { } found) return Unknown(documentId, version);
        if (found.Kind != Pdf) return Fault.NotFound("page-not-drawn", "Only pages of PDF documents are drawn; this one has its text alone.");
        if (page is < 1 or > LastPage) return Fault.NotFound("page-unknown", $"There is no page {page}.", "page");
        return File.Exists(files.PathOf(documentId, found.FileHash)) ? found : Fault.NotFound("page-not-drawn", "The file of this version is not here any more; its text is.");
    }

    private static Fault Unknown(string documentId, string version) => Fault.NotFound("version-unknown", $"Document '{documentId}' has no version '{version}'.");

    // A page behind the last is no fault of the file's.
    private static Fault Missing(Fault fault, int page)
        => fault.Code is "document-without-text" or "pdf-reader-failed" ? Fault.NotFound("page-unknown", $"There is no page {page}, or it can't be drawn.", "page") : fault;

    private static async Task KeepAsync(Stream picture, string folder, string path, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var aside = $"{path}.{Path.GetRandomFileName()}";
        await using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write)) await picture.CopyToAsync(file, cancellation);
        File.Move(aside, path, overwrite: true);
        foreach (var old in new DirectoryInfo(folder).EnumerateFiles("*.png").OrderByDescending(file => file.LastWriteTimeUtc).Skip(MostKept)) old.Delete();
    }
}
