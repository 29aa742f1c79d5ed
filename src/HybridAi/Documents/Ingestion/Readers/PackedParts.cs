using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>
/// The parts of a packed office document. Before anything of it is used every part is unpacked once to be counted, since what the archive says of its own
/// sizes is the sender's word, and every XML part is walked once to see that it is sound and not nested beyond reason.
/// </summary>
internal sealed class PackedParts : IDisposable
{
    private const int MostParts = 10_000;
    private const int DeepestElement = 250;
    private const long NeverTooLarge = 1L << 20;

    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, CheckCharacters = false };

    private readonly ZipArchive _zip;

    private PackedParts(ZipArchive zip) => _zip = zip;

    /// <summary>Opens a packed document.</summary>
    /// <returns>The parts, or a fault: it is broken, or a bomb.</returns>
    public static Outcome<PackedParts> Open(Stream stream, ReadLimits limits, CancellationToken cancellation)
    {
        ZipArchive? zip = null;
        try
        {
            zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            if (Bomb(zip, stream.Length, limits, cancellation) is { } refused)
            {
                zip.Dispose();
                return refused;
            }

            return new PackedParts(zip);
        }
        catch (Exception broken) when (broken is InvalidDataException or XmlException or NotSupportedException)
        {
            zip?.Dispose();
            return Fault.BadInput("file-broken", $"The document is broken: {broken.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    /// <summary>The root of an XML part; null where there is no such part.</summary>
    public XElement? Xml(string path)
    {
        if (_zip.GetEntry(path.TrimStart('/')) is not { } entry) return null;
        using var reader = XmlReader.Create(entry.Open(), Safe);
        return XDocument.Load(reader).Root;
    }

    /// <summary>Where a part's relations lead, by their ids.</summary>
    public IReadOnlyDictionary<string, string> Relations(string path)
    {
        var slash = path.LastIndexOf('/');
        var (folder, file) = (path[..(slash + 1)], path[(slash + 1)..]);
        var relations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var relation in Xml($"{folder}_rels/{file}.rels")?.Elements() ?? [])
        {
            if ((string?)relation.Attribute("Id") is not { } id || (string?)relation.Attribute("Target") is not { } target) continue;
            if ((string?)relation.Attribute("TargetMode") == "External") continue;
            relations[id] = Resolve(folder, target);
        }

        return relations;
    }

    /// <summary>What the document says of itself: its title, and when it was changed.</summary>
    public void TellOf(DocumentTextBuilder builder)
    {
        foreach (var property in Xml("docProps/core.xml")?.Elements() ?? [])
        {
            if (property.Name.LocalName == "title" && !string.IsNullOrWhiteSpace(property.Value)) builder.Title = property.Value;
            else if (property.Name.LocalName == "modified" && DateTimeOffset.TryParse(
                property.Value, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var modified)) builder.AsOf = modified;
        }
    }

    private static string Resolve(string folder, string target)
    {
        if (target.StartsWith('/')) return target[1..];
        var parts = folder.Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        foreach (var part in target.Split('/'))
        {
            if (part == ".." && parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or "..")) parts.Add(part);
        }

        return string.Join('/', parts);
    }

    private static Fault? Bomb(ZipArchive zip, long packed, ReadLimits limits, CancellationToken cancellation)
    {
        if (zip.Entries.Count > MostParts) return Fault.BadInput("zip-bomb", $"The packed file has {zip.Entries.Count:N0} parts; at most {MostParts:N0} are read.");
        var most = Math.Min(limits.MaxExpandedBytes, Math.Max(NeverTooLarge, packed * limits.MaxExpansion));
        long total = 0;
        var buffer = new byte[64 * 1024];
        foreach (var entry in zip.Entries)
        {
            if (total + entry.Length > most) return TooLarge(packed, most);
            using (var content = entry.Open())
            {
                while (content.Read(buffer) is > 0 and var read)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if ((total += read) > most) return TooLarge(packed, most);
                }
            }

            if (entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && TooDeep(entry)) return Fault.BadInput("nested-too-deep", $"Its part '{entry.Name}' nests more than {DeepestElement} elements.");
        }

        return null;
    }

    private static bool TooDeep(ZipArchiveEntry entry)
    {
        using var reader = XmlReader.Create(entry.Open(), Safe);
        while (reader.Read())
            if (reader.Depth > DeepestElement) return true;
        return false;
    }

    private static Fault TooLarge(long packed, long most) => Fault.BadInput(
        "zip-bomb", $"Unpacked the file of {packed:N0} bytes is larger than {most:N0} bytes (HybridAi:Documents:MaxExpandedBytes and MaxExpansion): it is not opened.");
}
