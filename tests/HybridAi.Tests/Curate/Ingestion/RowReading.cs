using System.Text;
using HybridAi.Curate.Ingestion;

namespace HybridAi.Tests.Curate.Ingestion;

/// <summary>Reads bytes with a row reader and keeps what it said about every row.</summary>
internal static class RowReading
{
    public sealed record ReadRow(long Line, string?[] Values, RowFault? Fault, string Excerpt);

    public static async Task<List<ReadRow>> DelimitedAsync(
        byte[] content, char delimiter = ',', char? quote = '"', int maxRowBytes = 1024, string[]? columns = null, int chunk = int.MaxValue)
    {
        await using var reader = new DelimitedRowReader(Source(content, chunk), maxRowBytes, (byte)delimiter, (byte?)quote);
        if (columns is not null) reader.UseColumns(columns);
        return await AllAsync(reader);
    }

    public static Task<List<ReadRow>> DelimitedAsync(string content, int maxRowBytes = 1024, string[]? columns = null)
        => DelimitedAsync(Encoding.UTF8.GetBytes(content), maxRowBytes: maxRowBytes, columns: columns);

    public static async Task<List<ReadRow>> JsonLinesAsync(string content, int maxRowBytes = 1024, int chunk = int.MaxValue)
    {
        await using var reader = new JsonLinesRowReader(Source(Encoding.UTF8.GetBytes(content), chunk), maxRowBytes);
        return await AllAsync(reader);
    }

    public static Utf8Source Source(byte[] content, int chunk) => new(() => new ChunkedStream(content, chunk), "utf-8");

    private static async Task<List<ReadRow>> AllAsync(RowReader reader)
    {
        var rows = new List<ReadRow>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(new ReadRow(reader.Line, [.. reader.Cells.Select(cell => cell.Value)], reader.Fault, reader.Excerpt));
        }

        reader.Rows.ShouldBe(rows.Count);
        return rows;
    }

    /// <summary>Hands out a few bytes a read, as a slow network would.</summary>
    private sealed class ChunkedStream(byte[] content, int chunk) : MemoryStream(content, writable: false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => base.ReadAsync(buffer[..Math.Min(buffer.Length, chunk)], cancellationToken);
    }
}
