using HybridAi.Curate.Ingestion;

namespace HybridAi.Curate.Exchange;

/// <summary>Makes an item of a row; a fault where it can't be one.</summary>
/// <param name="row">The row, which has no fault of its own.</param>
/// <param name="fault">Why there is no item; null exactly when there is one.</param>
public delegate ExchangeItem? ReadItem(RowReader row, out RowFault? fault);

/// <summary>One opened file of an import.</summary>
/// <param name="rows">Its rows.</param>
/// <param name="hash">SHA-256 of its bytes.</param>
/// <param name="name">Its name for a person; null where the import is one file.</param>
/// <param name="read">Makes items of rows.</param>
public sealed class ImportFile(RowReader rows, string hash, string? name, ReadItem read) : IAsyncDisposable
{
    /// <summary>Its rows; stands before the first.</summary>
    public RowReader Rows => rows;

    /// <summary>SHA-256 of its bytes.</summary>
    public string Hash => hash;

    /// <summary>Its name for a person; null where the import is one file.</summary>
    public string? Name => name;

    /// <summary>The item of the present row, with an id; a fault where there is none.</summary>
    public ExchangeItem? Read(out RowFault? fault)
    {
        fault = rows.Fault;
        if (fault is not null || read(rows, out fault) is not { } item) return null;
        return item.Id is null ? item with { Id = $"{hash[..8]}-{rows.Line}" } : item;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => rows.DisposeAsync();

    /// <summary>Opens a file of rows; a fault where it is of another format or knows neither text nor id.</summary>
    internal static async Task<Outcome<IReadOnlyList<ImportFile>>> OpenAsync(
        string path, SourceFormat format, IngestionOptions bounds, ReadItem read, CancellationToken cancellation, string? name = null)
    {
        if (!(await RowFile.OpenAsync(path, new(format), bounds, cancellation)).Succeeded(out var file, out var fault)) return fault;
        if (file.Format.Columns.Count == 0 || file.Format.Columns.Contains("text") || file.Format.Columns.Contains("id"))
            return Success.Of<IReadOnlyList<ImportFile>>([new(file.Rows, file.Hash, name, read)]);
        await file.DisposeAsync();
        return Fault.BadInput(
            "not-an-exchange-file", $"The rows have neither 'text' nor 'id', but {string.Join(", ", file.Format.Columns.Take(10).Select(c => $"'{RowReader.Shorten(c, 40)}'"))}.", path);
    }
}
