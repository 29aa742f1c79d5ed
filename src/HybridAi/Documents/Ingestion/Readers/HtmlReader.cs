namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>HTML, as it is seen: what is hidden is taken out and counted.</summary>
internal sealed class HtmlReader : IDocumentReader
{
    /// <inheritdoc/>
    public string Name => "html";

    /// <inheritdoc/>
    public async Task<Outcome<ReadDocument>> ReadAsync(Stream stream, ReadLimits limits, CancellationToken cancellation)
    {
        if (!(await TextDecoding.ReadAsync(stream, limits, cancellation)).Succeeded(out var decoded, out var fault)) return fault;
        var builder = new DocumentTextBuilder(limits);
        if (decoded.Remark is { } remark) builder.Remark(remark);
        new HtmlBlocks(builder).Append(decoded.Text);
        return builder.Build();
    }
}
