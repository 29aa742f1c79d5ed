namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>Reads one kind of file. Safe to call from several threads.</summary>
public interface IDocumentReader
{
    /// <summary>The member's name, which is the kind that it reads: <c>pdf</c>, <c>docx</c>, <c>html</c>.</summary>
    string Name { get; }

    /// <summary>Why it can't read here and now, with the way out; null when it can.</summary>
    Fault? NotAvailable => null;

    /// <summary>Reads a file.</summary>
    /// <param name="stream">The file; can be sought in, stands at its beginning, and stays open.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The document, or a fault: it is broken, encrypted, too large when unpacked, without text, or the reader is not available here.</returns>
    Task<Outcome<ReadDocument>> ReadAsync(Stream stream, ReadLimits limits, CancellationToken cancellation);
}
