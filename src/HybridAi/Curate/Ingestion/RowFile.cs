namespace HybridAi.Curate.Ingestion;

/// <summary>An opened CSV, TSV or JSON lines file: what it was found to be, and its rows.</summary>
public sealed class RowFile : IAsyncDisposable
{
    internal RowFile(string path, long bytes, string hash, FoundFormat format, RowReader rows)
        => (Path, Bytes, Hash, Format, Rows) = (path, bytes, hash, format, rows);

    /// <summary>Where it stands.</summary>
    public string Path { get; }

    /// <summary>Its length.</summary>
    public long Bytes { get; }

    /// <summary>SHA-256 of its bytes.</summary>
    public string Hash { get; }

    /// <summary>What it was found to be.</summary>
    public FoundFormat Format { get; }

    /// <summary>Its rows; stands before the first.</summary>
    public RowReader Rows { get; }

    /// <summary>
    /// Opens a file and finds its format. A fault where it is missing, a directory, unreadable, too large, empty, no table of text, or
    /// its header can't be read.
    /// </summary>
    public static Task<Outcome<RowFile>> OpenAsync(string path, FormatHints hints, IngestionOptions options, CancellationToken cancellation)
        => OpenAsync(path, hints, options, InspectedFile.OpenFile, cancellation);

    internal static async Task<Outcome<RowFile>> OpenAsync(
        string path, FormatHints hints, IngestionOptions options, Func<string, Stream> open, CancellationToken cancellation)
    {
        var inspected = await InspectedFile.ReadAsync(path, options.MaxFileBytes, open, cancellation);
        return inspected.Succeeded(out var file, out var fault)
            ? await FormatDetection.DetectAsync(file, hints, options.MaxRowBytes, cancellation)
            : fault;
    }

    /// <summary>The column of this name; a fault that names the columns there are, and the likely reason, where there is none.</summary>
    public Outcome<string> Column(string name)
    {
        // The first rows of JSON lines may be too long to tell.
        if (Format.Columns.Contains(name) || Format.Columns.Count == 0) return name;
        var known = string.Join(", ", Format.Columns.Take(30).Select(column => $"'{RowReader.Shorten(column, 60)}'"));
        var hint = Near(name) is { } near ? $" Is '{near}' meant?" : WrongDelimiter();
        return Fault.BadInput("column-missing", $"There is no column '{name}'. The columns are {known}.{hint}", Path);
    }

    /// <summary>The column that would be <paramref name="name"/> but for case, spaces and dashes; null where there is none.</summary>
    internal string? Near(string name) => Format.Columns.FirstOrDefault(column => column != name && Simple(column) == Simple(name));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Rows.DisposeAsync();

    private static string Simple(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private string WrongDelimiter()
    {
        if (Format.Columns is not [var only] || Format.Delimiter is not { } delimiter) return "";
        var others = only.Where(c => c is ',' or ';' or '\t' or '|' or ':' or '^' or '~' && c != delimiter).Distinct().ToList();
        return others.Count == 0 ? "" : $" The only column's name holds '{others[0]}': is that the delimiter, instead of '{delimiter}'?";
    }
}
