namespace HybridAi.Curate.Ingestion;

/// <summary>The formats that are read.</summary>
public enum SourceFormat
{
    /// <summary>Values set apart by a character other than the tab: comma, semicolon, pipe.</summary>
    Csv,

    /// <summary>Values set apart by tabs.</summary>
    Tsv,

    /// <summary>One JSON object a line.</summary>
    JsonLines,
}

/// <summary>What the caller knows of the file; whatever is null is found from the content.</summary>
/// <param name="Format">The format.</param>
/// <param name="Delimiter">What sets values apart: one ASCII character.</param>
/// <param name="Quote">What encloses values: one ASCII character; <c>'\0'</c> says that quotes mean nothing in this file.</param>
/// <param name="Encoding">The encoding's IANA name, such as <c>windows-1252</c>.</param>
/// <param name="Header">Whether the first row names the columns; without one they are called column1, column2 and so on.</param>
public sealed record FormatHints(
    SourceFormat? Format = null, char? Delimiter = null, char? Quote = null, string? Encoding = null, bool Header = true);

/// <summary>What a file turned out to be.</summary>
/// <param name="Format">The format.</param>
/// <param name="Encoding">The encoding's IANA name.</param>
/// <param name="ByteOrderMark">Whether the file begins with one.</param>
/// <param name="Delimiter">What sets values apart; null for JSON lines.</param>
/// <param name="Quote">What encloses values; null where quotes mean nothing.</param>
/// <param name="Header">Whether the first row names the columns.</param>
/// <param name="Columns">The columns' names, in order; for JSON lines those of the first rows.</param>
/// <param name="Notes">What a person should know about how this was decided.</param>
public sealed record FoundFormat(
    SourceFormat Format,
    string Encoding,
    bool ByteOrderMark,
    char? Delimiter,
    char? Quote,
    bool Header,
    IReadOnlyList<string> Columns,
    IReadOnlyList<string> Notes);
