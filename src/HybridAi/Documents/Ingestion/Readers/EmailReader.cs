using MimeKit;

namespace HybridAi.Documents.Ingestion.Readers;

/// <summary>Mail: who wrote to whom, what, and when; the plain body, or the one in HTML as it is seen. Attachments are handed on.</summary>
internal sealed class EmailReader : IDocumentReader
{
    private const int DeepestPart = 30;
    private const int LongestHeader = 2_000;

    /// <inheritdoc/>
    public string Name => "eml";

    /// <inheritdoc/>
    public async Task<Outcome<ReadDocument>> ReadAsync(Stream stream, ReadLimits limits, CancellationToken cancellation)
    {
        MimeMessage mail;
        try
        {
            mail = await MimeMessage.LoadAsync(new ParserOptions { MaxMimeDepth = DeepestPart }, stream, cancellation);
        }
        catch (FormatException broken)
        {
            return Fault.BadInput("file-broken", $"This mail can't be read: {broken.Message}");
        }

        using (mail)
        {
            var builder = new DocumentTextBuilder(limits);
            if (!string.IsNullOrWhiteSpace(mail.Subject)) builder.Heading(1, mail.Subject);
            if (mail.Headers.Contains(HeaderId.Date) && mail.Date > DateTimeOffset.UnixEpoch) builder.AsOf = mail.Date;
            Header("From", mail.From.ToString());
            Header("To", mail.To.ToString());
            Header("Cc", mail.Cc.ToString());
            Header("Date", mail.Headers[HeaderId.Date]);
            if (mail.TextBody is { } plain && !string.IsNullOrWhiteSpace(plain)) PlainTextReader.Append(plain, builder);
            else if (mail.HtmlBody is { } html) new HtmlBlocks(builder).Append(html);
            var attachments = new List<AttachedFile>();
            foreach (var part in mail.Attachments) attachments.Add(await ContentOfAsync(part, attachments.Count + 1, limits, cancellation));
            return builder.Build().Then<ReadDocument>(read => read with { Attachments = attachments });

            void Header(string name, string? value)
            {
                if (!string.IsNullOrWhiteSpace(value)) builder.Add(BlockKind.Paragraph, $"{name}: {value[..Math.Min(value.Length, LongestHeader)]}");
            }
        }
    }

    private static async Task<AttachedFile> ContentOfAsync(MimeEntity part, int number, ReadLimits limits, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        var name = part.ContentDisposition?.FileName ?? part.ContentType.Name;
        if (part is MessagePart { Message: { } inner })
        {
            name ??= $"{inner.Subject ?? "message"}.eml";
            await inner.WriteToAsync(content, cancellation);
        }
        else if (part is MimePart { Content: { Stream.Length: var length } file } && length <= limits.MaxExpandedBytes)
        {
            await file.DecodeToAsync(content, cancellation);
        }

        return new(name ?? $"part {number}", content.ToArray());
    }
}
