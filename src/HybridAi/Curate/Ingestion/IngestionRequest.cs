namespace HybridAi.Curate.Ingestion;

/// <summary>What is to be ingested, and what the caller knows of it; columns that are null are the project's.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">The name under which records remember it; null: the file's own name.</param>
/// <param name="TextColumn">The column that holds the text.</param>
/// <param name="LabelColumn">The column that holds a trusted label; when named here, the file must have it.</param>
/// <param name="IdColumn">The column that holds the record's id.</param>
public sealed record IngestionRequest(
    string Path, string? Name = null, string? TextColumn = null, string? LabelColumn = null, string? IdColumn = null)
{
    /// <summary>What the caller knows of the file's format.</summary>
    public FormatHints Format { get; init; } = new();

    /// <summary>The name under which records remember the file.</summary>
    public string SourceName => Name ?? System.IO.Path.GetFileName(Path);
}

/// <summary>How far an ingestion is.</summary>
/// <param name="BytesRead">Bytes of the file read; an estimate where it is not UTF-8.</param>
/// <param name="TotalBytes">The file's length.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Accepted">Rows that became records.</param>
/// <param name="Rejected">Rows that stand in the reject file.</param>
/// <param name="AlreadyThere">Rows whose records were there before.</param>
public sealed record IngestionProgress(long BytesRead, long TotalBytes, long Rows, long Accepted, long Rejected, long AlreadyThere);
