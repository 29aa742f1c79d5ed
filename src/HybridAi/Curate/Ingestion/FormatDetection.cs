using System.Text;

namespace HybridAi.Curate.Ingestion;

/// <summary>Finds what kind of file it is and where its rows begin. The content decides; the file's extension is a hint.</summary>
internal static class FormatDetection
{
    private const int SampleBytes = 256 * 1024;
    private const int SampleRows = 100;
    private static readonly string[] JsonExtensions = [".jsonl", ".ndjson", ".json"];

    /// <summary>The format found, with a reader that stands before the first row.</summary>
    public static async Task<Outcome<RowFile>> DetectAsync(
        InspectedFile file, FormatHints hints, int maxRowBytes, CancellationToken cancellation)
    {
        if (HintFault(hints, file.Path) is { } wrong) return wrong;
        var notes = new List<string>();
        if (!EncodingDetection.Detect(file, hints.Encoding, notes).Succeeded(out var source, out var fault)) return fault;
        var sample = await SampleOfAsync(source, cancellation);
        if (sample.IsWhole && sample.Bytes.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
        {
            return Fault.BadInput("file-empty", "The file holds nothing but white space.", file.Path);
        }

        return LooksLikeJson(sample.Bytes, file.Path, hints)
            ? await OpenJsonLinesAsync(file, source, sample, notes, maxRowBytes, cancellation)
            : await OpenDelimitedAsync(file, source, sample, hints, notes, maxRowBytes, cancellation);
    }

    private static async Task<Outcome<RowFile>> OpenJsonLinesAsync(
        InspectedFile file, Utf8Source source, Sample sample, List<string> notes, int maxRowBytes, CancellationToken cancellation)
    {
        // The last line of a part of a file is cut off.
        var bytes = sample.IsWhole ? sample.Bytes : sample.Bytes[..(sample.Bytes.AsSpan().LastIndexOf((byte)'\n') + 1)];
        await using var head = new JsonLinesRowReader(new Utf8Source(() => new MemoryStream(bytes, writable: false), "utf-8"), maxRowBytes);
        var columns = new List<string>();
        Fault? first = null;
        while (head.Rows < SampleRows && await head.ReadAsync(cancellation))
        {
            if (head.Fault is { Code: "malformed-json" or "not-an-object" } bad)
            {
                var reason = $"JSON lines hold one object a line; no line here does. {bad.Reason}";
                first ??= Fault.BadInput("not-json-lines", reason, $"{file.Path}:{head.Line}");
            }

            columns.AddRange(head.Cells.Select(cell => cell.Column).Except(columns).Take(RowReader.MaxColumns - columns.Count));
        }

        if (columns.Count == 0 && first is not null) return first;
        var found = new FoundFormat(SourceFormat.JsonLines, source.Encoding, source.ByteOrderMark > 0, null, null, false, columns, notes);
        return new RowFile(file.Path, file.Bytes, file.Hash, found, new JsonLinesRowReader(source, maxRowBytes));
    }

    private static async Task<Outcome<RowFile>> OpenDelimitedAsync(
        InspectedFile file, Utf8Source source, Sample sample, FormatHints hints, List<string> notes, int maxRowBytes, CancellationToken cancellation)
    {
        var dialect = await DelimiterDetection.DetectAsync(sample.Bytes, sample.IsWhole, hints, notes, cancellation);
        var rows = new DelimitedRowReader(source, maxRowBytes, (byte)dialect.Delimiter, (byte?)dialect.Quote);
        await rows.ReadAsync(cancellation);
        if (!HeaderRow.Of(rows, hints.Header, file.Path, notes).Succeeded(out var header, out var fault))
        {
            await rows.DisposeAsync();
            return fault;
        }

        if (!hints.Header)
        {
            await rows.DisposeAsync();
            rows = new DelimitedRowReader(source, maxRowBytes, (byte)dialect.Delimiter, (byte?)dialect.Quote);
        }

        rows.UseColumns(header.Columns);
        var format = dialect.Delimiter == '\t' ? SourceFormat.Tsv : SourceFormat.Csv;
        var found = new FoundFormat(
            format, source.Encoding, source.ByteOrderMark > 0, dialect.Delimiter, dialect.Quote, hints.Header, header.Columns, notes);
        return new RowFile(file.Path, file.Bytes, file.Hash, found, rows);
    }

    private static bool LooksLikeJson(ReadOnlySpan<byte> sample, string path, FormatHints hints)
    {
        if (hints.Format is { } format) return format == SourceFormat.JsonLines;
        if (hints.Delimiter is not null) return false;
        var start = sample.TrimStart(" \t\r\n"u8);
        if (start.StartsWith((byte)'{')) return true;
        return JsonExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
            && (start.StartsWith((byte)'[') || start.IndexOf("\n{"u8) >= 0);
    }

    private static async Task<Sample> SampleOfAsync(Utf8Source source, CancellationToken cancellation)
    {
        await using var stream = source.Open();
        var bytes = new byte[SampleBytes];
        var read = await stream.ReadAtLeastAsync(bytes, SampleBytes, throwOnEndOfStream: false, cancellation);
        return new Sample(bytes[..read], read < SampleBytes);
    }

    private static Fault? HintFault(FormatHints hints, string path)
    {
        if (hints.Delimiter is { } delimiter && (!Ascii.IsValid(delimiter) || delimiter is '"' or '\r' or '\n' or '\0' || delimiter == hints.Quote))
        {
            return Fault.BadInput("delimiter-bad", "A delimiter is one ASCII character, and neither a quote nor a line break.", path);
        }

        if (hints.Quote is { } quote && (!Ascii.IsValid(quote) || quote is '\r' or '\n' || DelimiterDetection.Delimiters.Contains(quote)))
        {
            return Fault.BadInput("quote-bad", "A quote is one ASCII character, and neither a delimiter nor a line break.", path);
        }

        return null;
    }

    // The file's first bytes in UTF-8, and whether they are all of it.
    private sealed record Sample(byte[] Bytes, bool IsWhole);
}
