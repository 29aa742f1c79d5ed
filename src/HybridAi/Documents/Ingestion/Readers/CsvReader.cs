using System.Globalization;
using CsvHelper.Configuration;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>Comma-separated values: each row is a row of a table, and stands under the names of its columns.</summary>
internal sealed class CsvReader : IDocumentReader
{
    /// <inheritdoc/>
    public string Name => "csv";

    /// <inheritdoc/>
    public async Task<Outcome<ReadDocument>> ReadAsync(Stream stream, ReadLimits limits, CancellationToken cancellation)
    {
        if (!(await TextDecoding.ReadAsync(stream, limits, cancellation)).Succeeded(out var decoded, out var fault)) return fault;
        var builder = new DocumentTextBuilder(limits);
        if (decoded.Remark is { } remark) builder.Remark(remark);
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture) { DetectDelimiter = true, BadDataFound = null, IgnoreBlankLines = true };
        using var parser = new CsvHelper.CsvParser(new StringReader(decoded.Text), settings);
        var heads = true;
        while (await parser.ReadAsync() && !builder.IsFull)
        {
            cancellation.ThrowIfCancellationRequested();
            builder.Row(parser.Record ?? [], heads);
            heads = false;
        }

        return builder.Build();
    }
}
