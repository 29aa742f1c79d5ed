using System.Text.Json;
using System.Text.Json.Nodes;
using HybridAi.Storage;

namespace HybridAi.Curate.Exchange;

/// <summary>JSON lines on their way out.</summary>
internal static class ExportLines
{
    private static readonly byte[] LineBreak = "\n"u8.ToArray();

    /// <summary>Writes a line an item.</summary>
    /// <returns>How many.</returns>
    public static async Task<long> WriteAsync(Stream stream, ExportContent content, Func<ExchangeItem, JsonObject?> write, CancellationToken cancellation)
    {
        long written = 0;
        await foreach (var item in content.Items.WithCancellation(cancellation))
        {
            if (write(item) is not { } row) continue;
            await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(row, Json.Options), cancellation);
            await stream.WriteAsync(LineBreak, cancellation);
            content.Progress?.Report(++written);
        }

        await stream.FlushAsync(cancellation);
        return written;
    }
}
