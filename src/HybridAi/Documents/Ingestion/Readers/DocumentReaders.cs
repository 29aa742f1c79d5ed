namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>The family of readers by the kind that they read.</summary>
public sealed class DocumentReaders
{
    // A mail in a mail in a mail is read; what is deeper is only named.
    private const int MostInside = 3;
    private const int MostAttachments = 50;

    private readonly Family<IDocumentReader> _members;

    /// <summary>The family of these members.</summary>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public DocumentReaders(IEnumerable<IDocumentReader> members) => _members = new("document reader", members, member => member.Name);

    /// <summary>The kinds that are read here, and why one can't be read now.</summary>
    public IReadOnlyList<(string Kind, Fault? NotAvailable)> Kinds => [.. _members.Names.Select(name => (name, Member(name).NotAvailable))];

    /// <summary>Finds out what a file is and reads it, and what came inside of it.</summary>
    /// <param name="stream">The file; can be sought in.</param>
    /// <param name="name">Its name.</param>
    /// <param name="limits">What reading it may cost.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The kind and the document, or a fault.</returns>
    public Task<Outcome<(string Kind, ReadDocument Document)>> ReadAsync(Stream stream, string name, ReadLimits limits, CancellationToken cancellation)
        => ReadAsync(stream, name, limits, MostInside, cancellation);

    private async Task<Outcome<(string Kind, ReadDocument Document)>> ReadAsync(
        Stream stream, string name, ReadLimits limits, int inside, CancellationToken cancellation)
    {
        if (!(await FileKind.DetectAsync(stream, name, cancellation)).Succeeded(out var kind, out var fault)) return fault;
        if (!(await Member(kind.Name).ReadAsync(stream, limits, cancellation)).Succeeded(out var read, out fault)) return fault;
        if (kind.Remark is { } remark) read = read with { Remarks = [remark, .. read.Remarks] };
        return read.Attachments.Count == 0 ? (kind.Name, read) : (await WithAttachmentsAsync(read, limits, inside, cancellation)).Then<(string, ReadDocument)>(whole => (kind.Name, whole));
    }

    private async Task<Outcome<ReadDocument>> WithAttachmentsAsync(ReadDocument read, ReadLimits limits, int inside, CancellationToken cancellation)
    {
        var whole = new DocumentTextBuilder(limits) { Title = read.Text.Title, AsOf = read.Text.AsOf };
        whole.Append(read);
        foreach (var attached in read.Attachments.Take(MostAttachments))
        {
            using var content = new MemoryStream(attached.Content, writable: false);
            whole.Heading(1, $"Attachment: {attached.Name}");
            var part = inside > 0
                ? await ReadAsync(content, attached.Name, limits, inside - 1, cancellation)
                : Fault.BadInput("attachment-too-deep", "it lies too deep in other attachments.");
            if (part.Succeeded(out var found, out var fault)) whole.Append(found.Document);
            else whole.Remark($"The attachment '{attached.Name}' was not read: {fault.Reason}");
        }

        if (read.Attachments.Count > MostAttachments) whole.Remark($"Of {read.Attachments.Count:N0} attachments {MostAttachments} were read.");
        return whole.Build();
    }

    private IDocumentReader Member(string kind)
        => _members.TryFind(kind, out var reader) ? reader : throw new InvalidOperationException(_members.Missing(kind));
}
