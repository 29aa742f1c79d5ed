using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>What kind of file it is.</summary>
/// <param name="Name">The name of the reader that reads it.</param>
/// <param name="Remark">What a person should know about the decision; null where there is nothing to say.</param>
public sealed record FileKind(string Name, string? Remark = null)
{
    private const int HeadBytes = 64 * 1024;
    private const int FirstBytesOfPdf = 1_024;
    private const int MostEntries = 10_000;

    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".pdf"] = "pdf", [".docx"] = "docx", [".pptx"] = "pptx", [".xlsx"] = "xlsx", [".html"] = "html", [".htm"] = "html", [".xhtml"] = "html",
        [".md"] = "markdown", [".markdown"] = "markdown", [".txt"] = "text", [".text"] = "text", [".log"] = "text", [".csv"] = "csv", [".tsv"] = "csv", [".eml"] = "eml",
    };

    private static readonly (string Part, string Kind)[] Offices =
        [("word/document.xml", "docx"), ("ppt/presentation.xml", "pptx"), ("xl/workbook.xml", "xlsx")];

    // Files that are no documents, by their first bytes.
    private static readonly (string What, byte[] Start)[] Others =
    [
        ("a picture", [0x89, (byte)'P', (byte)'N', (byte)'G']), ("a picture", [0xFF, 0xD8, 0xFF]), ("a picture", "GIF8"u8.ToArray()),
        ("a gzip archive", [0x1F, 0x8B]), ("a 7z archive", [0x37, 0x7A, 0xBC, 0xAF]), ("a zstd archive", [0x28, 0xB5, 0x2F, 0xFD]),
        ("a program", [0x7F, (byte)'E', (byte)'L', (byte)'F']), ("a program", "MZ"u8.ToArray()),
        ("a database", "SQLite format 3"u8.ToArray()), ("a Parquet file", "PAR1"u8.ToArray()), ("RTF", @"{\rtf"u8.ToArray()),
    ];

    /// <summary>The extensions that the readers' files usually have.</summary>
    public static IReadOnlyCollection<string> Extensions => ByExtension.Keys;

    /// <summary>Finds the kind by the content. The extension only decides between kinds of text, which look alike.</summary>
    /// <param name="stream">The file; it stands at its beginning again afterwards.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="cancellation">Stops the look.</param>
    /// <returns>The kind, or a fault: the file is empty, encrypted, or of a kind that is not read.</returns>
    public static async Task<Outcome<FileKind>> DetectAsync(Stream stream, string name, CancellationToken cancellation)
    {
        var head = new byte[(int)Math.Min(HeadBytes, stream.Length)];
        await stream.ReadExactlyAsync(head, cancellation);
        stream.Position = 0;
        if (head.Length == 0) return Fault.BadInput("file-empty", "The file is empty.");
        var found = Binary(head, stream);
        stream.Position = 0;
        var hint = ByExtension.GetValueOrDefault(Path.GetExtension(name));
        if (found is not { } kind)
        {
            if (TextDecoding.Of(head, cutOff: true).Succeeded(out var decoded, out var unreadable)) found = OfText(decoded.Text, hint, Path.GetExtension(name));
            else return unreadable;
        }

        return found.Value.Then<FileKind>(read => hint is null || hint == read.Name || read.Remark is not null
            ? read
            : read with { Remark = $"The name ends with {Path.GetExtension(name)}, the content is {read.Name}: it was read as that." });
    }

    private static Outcome<FileKind>? Binary(ReadOnlySpan<byte> head, Stream stream)
    {
        if (head[..Math.Min(head.Length, FirstBytesOfPdf)].IndexOf("%PDF-"u8) >= 0) return new FileKind("pdf");
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8)) return Zip(stream);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])) return Compound(stream);
        foreach (var (what, start) in Others)
            if (head.StartsWith(start)) return Unknown($"This is {what}");
        return null;
    }

    private static Outcome<FileKind> Zip(Stream stream)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Count > MostEntries) return Fault.BadInput("zip-bomb", $"The packed file has {zip.Entries.Count:N0} parts; at most {MostEntries:N0} are read.");
            foreach (var (part, kind) in Offices)
                if (zip.GetEntry(part) is not null) return new FileKind(kind);
            return Unknown("This is a zip archive without an office document in it");
        }
        catch (InvalidDataException)
        {
            return Fault.BadInput("file-broken", "The file begins like a packed one and is broken or cut off.");
        }
    }

    // An encrypted office document is wrapped into the container of the old formats.
    private static Outcome<FileKind> Compound(Stream stream)
    {
        var most = new byte[(int)Math.Min(stream.Length, 1 << 20)];
        stream.Position = 0;
        stream.ReadExactly(most);
        return most.AsSpan().IndexOf(Encoding.Unicode.GetBytes("EncryptedPackage")) >= 0
            ? Fault.BadInput("file-encrypted", "The document is encrypted: save it without a password.")
            : Unknown("This is an office document of the old format (.doc, .xls, .ppt): save it as .docx, .xlsx or .pptx. It");
    }

    private static Outcome<FileKind> Unknown(string what)
        => Fault.BadInput("format-unknown", $"{what} is not read here. Known: {string.Join(", ", ByExtension.Values.Distinct())}.");

    private static Outcome<FileKind> OfText(string text, string? hint, string extension)
    {
        if (string.IsNullOrWhiteSpace(text)) return Fault.BadInput("file-empty", "The file holds nothing but white space.");
        var start = text.AsSpan().TrimStart();
        var looksHtml = TextShapes.Html(start);
        var looksMail = TextShapes.Mail(start);
        return hint switch
        {
            "html" when looksHtml || TextShapes.SomeTags(start) => new FileKind("html"),
            "markdown" when !TextShapes.WholePage(start) => new FileKind("markdown"),
            "eml" when looksMail => new FileKind("eml"),
            "csv" when TextShapes.Table(text, atLeast: 2) => new FileKind("csv"),
            "text" when !TextShapes.WholePage(start) => new FileKind("text"),
            _ when looksMail => new FileKind("eml"),
            _ when looksHtml => new FileKind("html"),
            null when extension.Length == 0 && TextShapes.Markdown(start) => new FileKind("markdown"),
            _ when hint != "text" && TextShapes.Table(text, atLeast: 5) => new FileKind("csv"),
            _ => new FileKind("text"),
        };
    }
}

/// <summary>By what kinds of text are known.</summary>
internal static partial class TextShapes
{
    private const int SampleLines = 20;

    /// <summary>An HTML page from its first tag.</summary>
    public static bool WholePage(ReadOnlySpan<char> start) => PageStart().IsMatch(start);

    /// <summary>A page, or a text that begins with a tag and has a few of them.</summary>
    public static bool Html(ReadOnlySpan<char> start) => WholePage(start) || (start[0] == '<' && !start.StartsWith("<?xml") && Tags().Count(start) >= 3);

    /// <summary>Whether there is any tag.</summary>
    public static bool SomeTags(ReadOnlySpan<char> start) => Tags().IsMatch(start);

    /// <summary>At least three lines of headers, one of them such as every mail has.</summary>
    public static bool Mail(ReadOnlySpan<char> start)
    {
        int headers = 0;
        var named = false;
        foreach (var line in start.EnumerateLines())
        {
            if (line.IsEmpty) break;
            if (line[0] is ' ' or '\t') continue;
            if (!Header().IsMatch(line)) return false;
            headers++;
            named |= MailHeader().IsMatch(line);
        }

        return headers >= 3 && named;
    }

    /// <summary>Headings, lists or front matter in Markdown.</summary>
    public static bool Markdown(ReadOnlySpan<char> start) => MarkdownMarks().IsMatch(start);

    /// <summary>Lines that a delimiter cuts into equally many cells, at least <paramref name="atLeast"/> of them.</summary>
    public static bool Table(string text, int atLeast)
    {
        var lines = text.Split('\n').Select(line => line.Trim('\r')).Where(line => line.Length > 0).Take(SampleLines).ToList();
        if (lines.Count > 2) lines.RemoveAt(lines.Count - 1); // It may be cut off.
        if (lines.Count < Math.Min(atLeast, 2)) return false;
        foreach (var delimiter in (ReadOnlySpan<char>)[',', ';', '\t', '|'])
        {
            var counts = lines.Select(line => Cells(line, delimiter)).ToList();
            if (counts[0] >= 2 && counts.Count(count => count == counts[0]) is var same && same >= atLeast && same * 10 >= counts.Count * (atLeast > 2 ? 10 : 6)) return true;
        }

        return false;
    }

    private static int Cells(string line, char delimiter)
    {
        var (cells, quoted) = (1, false);
        foreach (var unit in line)
        {
            if (unit == '"') quoted = !quoted;
            else if (unit == delimiter && !quoted) cells++;
        }

        return cells;
    }

    [GeneratedRegex(@"\A(<\?xml[^>]*\?>\s*)?(<!--.{0,2000}?-->\s*)*<(!doctype\s+html|html|head|body)\b", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex PageStart();

    [GeneratedRegex(@"</?(p|div|span|h[1-6]|ul|ol|li|table|tr|td|th|a|br|hr|b|i|em|strong|section|article|main|nav|title|meta|body|head)\b[^<>]{0,500}>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\A[!-9;-~]{1,76}:[ \t]?")]
    private static partial Regex Header();

    [GeneratedRegex(@"\A(From|Received|Return-Path|Message-ID|MIME-Version|Delivered-To):", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MailHeader();

    [GeneratedRegex(@"\A---\s*\n|(^|\n)#{1,6} \S|(^|\n)```|\[[^\]\n]+\]\([^)\s]+\)", RegexOptions.CultureInvariant)]
    private static partial Regex MarkdownMarks();
}
