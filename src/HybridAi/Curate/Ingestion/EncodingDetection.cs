using System.Text;

namespace HybridAi.Curate.Ingestion;

/// <summary>
/// Finds a file's encoding: what the caller says, the byte order mark, the pattern of NUL bytes, and whether it can be UTF-8, in that order.
/// </summary>
internal static class EncodingDetection
{
    private static readonly (string Encoding, byte[] Mark)[] Marks =
    [
        ("utf-8", [0xEF, 0xBB, 0xBF]),
        ("utf-32", [0xFF, 0xFE, 0, 0]),
        ("utf-32BE", [0, 0, 0xFE, 0xFF]),
        ("utf-16", [0xFF, 0xFE]),
        ("utf-16BE", [0xFE, 0xFF]),
    ];

    // What people send in place of a table, by its first bytes.
    private static readonly (string What, byte[] Start)[] Binaries =
    [
        ("a zip archive or an office document such as .xlsx", "PK\u0003\u0004"u8.ToArray()),
        ("an old office document such as .xls", [0xD0, 0xCF, 0x11, 0xE0]),
        ("a gzip archive", [0x1F, 0x8B]),
        ("a zstd archive", [0x28, 0xB5, 0x2F, 0xFD]),
        ("a PDF", "%PDF-"u8.ToArray()),
        ("a Parquet file", "PAR1"u8.ToArray()),
        ("an SQLite database", "SQLite format 3"u8.ToArray()),
        ("a picture", [0x89, (byte)'P', (byte)'N', (byte)'G']),
        ("a picture", [0xFF, 0xD8, 0xFF]),
    ];

    /// <summary>The file as UTF-8; what a person should know about the decision goes to <paramref name="notes"/>.</summary>
    public static Outcome<Utf8Source> Detect(InspectedFile file, string? hint, List<string> notes)
    {
        var sample = file.Sample.AsSpan();
        var (marked, mark) = MarkOf(sample);
        if (hint is not null) return Hinted(file, hint, mark);
        if (marked is not null) return SourceOf(file, marked, mark);
        foreach (var (what, start) in Binaries)
        {
            if (sample.StartsWith(start)) return Undetectable(file, $"This is {what}, no table of text: save it as CSV or JSON lines.");
        }

        if (WideEncodingOf(sample) is { } wide)
        {
            notes.Add($"The file has no byte order mark; its NUL bytes say that it is {wide}.");
            return SourceOf(file, wide, []);
        }

        if (sample.Count((byte)0) * 10L > sample.Length * 3L) return Undetectable(file, "More than 3 of 10 bytes are NUL: this is no text.");
        if (!file.Utf8.IsRatherWestern) return SourceOf(file, "utf-8", []);
        notes.Add("The file is not UTF-8; it was read as windows-1252. If its letters look wrong, name its encoding.");
        return SourceOf(file, "windows-1252", []);
    }

    private static Outcome<Utf8Source> Hinted(InspectedFile file, string hint, byte[] mark)
    {
        if (Utf8Source.EncodingOf(hint) is not { } encoding)
        {
            return Fault.BadInput("encoding-unknown", $"There is no encoding '{hint}'; name one such as utf-8, utf-16 or windows-1252.", file.Path);
        }

        return SourceOf(file, encoding.WebName, encoding.GetPreamble().AsSpan().SequenceEqual(mark) ? mark : []);
    }

    private static Utf8Source SourceOf(InspectedFile file, string name, byte[] mark)
        => new(file.Open, name, name == Encoding.UTF8.WebName ? null : Utf8Source.EncodingOf(name), mark.Length);

    private static (string? Encoding, byte[] Mark) MarkOf(ReadOnlySpan<byte> sample)
    {
        foreach (var (encoding, mark) in Marks)
        {
            if (sample.StartsWith(mark)) return (encoding, mark);
        }

        return (null, []);
    }

    // UTF-16 writes each ASCII character with a NUL beside it, always on the same side. NULs that merely strayed into a file of bytes
    // are few, and do not stand beside every line feed.
    private static string? WideEncodingOf(ReadOnlySpan<byte> sample)
    {
        int even = 0, odd = 0, lineFeeds = 0, little = 0, big = 0;
        for (var i = 0; i + 1 < sample.Length; i += 2)
        {
            var (first, second) = (sample[i], sample[i + 1]);
            if (first == 0) even++;
            if (second == 0) odd++;
            if (first == '\n' || second == '\n') lineFeeds++;
            if (first == '\n' && second == 0) little++;
            if (first == 0 && second == '\n') big++;
        }

        var pairs = sample.Length / 2;
        if (IsWide(odd, even, little)) return "utf-16";
        return IsWide(even, odd, big) ? "utf-16BE" : null;

        bool IsWide(int here, int there, int wideLineFeeds)
            => here > 0 && there * 20 <= here && (here * 10 >= pairs * 3 || (lineFeeds > 0 && wideLineFeeds == lineFeeds));
    }

    private static Fault Undetectable(InspectedFile file, string reason) => Fault.BadInput("format-unknown", reason, file.Path);
}
