using HybridAi.Documents.Ingestion;
using HybridAi.Documents.Ingestion.Readers;
using HybridAi.Storage;

namespace HybridAi.Documents.Answering;

/// <summary>Reads and splits the files of a folder as the product does when it takes documents in, and keeps nothing.</summary>
public sealed class AnswerCorpusFolder(DocumentReaders readers, PassageSplitter splitter, DocumentOptions options)
{
    /// <summary>
    /// The documents of a folder and its sub-folders, in order of their paths, which are their ids; or the first that can't be read. A README is about the
    /// folder and left out, and so is what begins with a dot.
    /// </summary>
    public async Task<Outcome<IReadOnlyList<KnownDocument>>> ReadAsync(string folder, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder)) return Fault.BadInput("documents-missing", "There is no such folder of documents.", folder);
        var documents = new List<KnownDocument>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsDocument).Order(StringComparer.Ordinal))
        {
            await using var content = File.OpenRead(file);
            if (!(await readers.ReadAsync(content, Path.GetFileName(file), options.ReadLimits, cancellation)).Succeeded(out var read, out var fault)) return fault with { Place = file };
            var text = read.Document.Text;
            var id = Path.GetRelativePath(folder, file).Replace('\\', '/');
            var version = new DocumentVersion(
                AnswerCorpus.Tenant, id, ContentHash.OfJson(new { text.Text, text.Blocks }), text.Title ?? Path.GetFileNameWithoutExtension(file).Replace('_', ' '), text.AsOf, [], []);
            documents.Add(new(version, text.Text, splitter.Split(text)));
        }

        return documents.Count == 0 ? Fault.BadInput("documents-missing", "The folder holds no document.", folder) : Success.Of<IReadOnlyList<KnownDocument>>(documents);
    }

    private static bool IsDocument(string file)
        => !Path.GetFileName(file).StartsWith('.') && !Path.GetFileNameWithoutExtension(file).Equals("README", StringComparison.OrdinalIgnoreCase);
}
