using System.ComponentModel;
using HybridAi.Api.Edge;
using HybridAi.Curate.Ingestion;

namespace HybridAi.Api;

/// <summary>What the caller knows of a file, as query parameters.</summary>
internal sealed record IngestionHints(
    [property: Description("The name under which records remember the file; left out: the multipart file's, or 'upload'.")] string? Source,
    [property: Description("The column that holds the text; left out: the project's.")] string? Text,
    [property: Description("The column that holds a trusted label; left out: the project's, where the file has it.")] string? Label,
    [property: Description("The column that holds the record's id; left out: the project's.")] string? Id,
    [property: Description("'csv', 'tsv' or 'jsonl'; left out: by the content type, or found.")] string? Format,
    [property: Description("What sets values apart: one character; left out: found.")] string? Delimiter,
    [property: Description("The encoding's name, such as windows-1252; left out: the content type's charset, or found.")] string? Encoding,
    [property: Description("Whether the first row names the columns; left out: it does.")] bool? Header)
{
    private static readonly Dictionary<string, SourceFormat> Formats = new()
    {
        ["csv"] = SourceFormat.Csv, ["tsv"] = SourceFormat.Tsv, ["jsonl"] = SourceFormat.JsonLines,
    };

    /// <summary>The fault of a hint that is none of those it may be; null where all are.</summary>
    public Fault? Wrong()
    {
        if (Format is not null && !Formats.ContainsKey(Format))
            return Fault.BadInput("format-unknown", $"There is no format '{Format}'. Known: {string.Join(", ", Formats.Keys)}.", "format");
        return Delimiter is { Length: not 1 } ? Fault.BadInput("delimiter-bad", "A delimiter is one character.", "delimiter") : null;
    }

    /// <summary>The request for the stage.</summary>
    public IngestionRequest ToRequest(Upload upload, string source, IReadOnlyDictionary<string, SourceFormat?> types)
    {
        var format = Format is null ? types.GetValueOrDefault(upload.Type?.MediaType.Value ?? "") : Formats[Format];
        return new(upload.Path, source, Text, Label, Id)
        {
            Format = new(format, Delimiter?[0], Quote: null, Encoding ?? upload.Type?.Charset.Value, Header ?? true),
        };
    }
}
