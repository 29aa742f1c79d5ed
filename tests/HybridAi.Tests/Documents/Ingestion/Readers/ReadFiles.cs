using System.Text;
using HybridAi.Documents;
using HybridAi.Documents.Ingestion;
using HybridAi.Documents.Ingestion.Readers;

namespace HybridAi.Tests.Documents.Ingestion.Readers;

/// <summary>All readers, on files that a test makes.</summary>
internal static class ReadFiles
{
    public static readonly ReadLimits Limits = new DocumentOptions().ReadLimits;

    public static DocumentReaders Family(DocumentOptions? options = null) => new(
    [
        new PdfReader(options ?? new()), new DocxReader(), new PptxReader(), new XlsxReader(), new HtmlReader(), new MarkdownReader(), new PlainTextReader(), new CsvReader(), new EmailReader(),
    ]);

    public static async Task<Outcome<(string Kind, ReadDocument Document)>> TryAsync(string name, byte[] content, ReadLimits? limits = null, DocumentOptions? options = null)
    {
        using var stream = new MemoryStream(content, writable: false);
        return await Family(options).ReadAsync(stream, name, limits ?? Limits, TestContext.Current.CancellationToken);
    }

    public static async Task<ReadDocument> ReadAsync(string name, byte[] content)
    {
        var (kind, document) = (await TryAsync(name, content)).Value;
        kind.ShouldNotBeEmpty();
        ShouldBeSound(document.Text);
        return document;
    }

    public static Task<ReadDocument> ReadAsync(string name, string content) => ReadAsync(name, Encoding.UTF8.GetBytes(content));

    public static async Task<Fault> RefusedAsync(string name, byte[] content, ReadLimits? limits = null, DocumentOptions? options = null)
        => (await TryAsync(name, content, limits, options)).Fault.ShouldNotBeNull();

    /// <summary>The blocks' texts, each with its kind.</summary>
    public static IReadOnlyList<(BlockKind Kind, string Text)> Blocks(this ReadDocument document)
        => [.. document.Text.Blocks.Select(block => (block.Kind, document.Text.Text.Substring(block.Start, block.Length)))];

    public static IReadOnlyList<string> PathTo(this ReadDocument document, string text)
        => document.Text.Blocks.First(block => document.Text.Text.Substring(block.Start, block.Length).Contains(text, StringComparison.Ordinal)).HeadingPath;

    /// <summary>What every document promises: blocks in order, apart, with nothing but white space between them.</summary>
    public static void ShouldBeSound(DocumentText text)
    {
        var end = 0;
        foreach (var block in text.Blocks)
        {
            block.Length.ShouldBePositive();
            text.Text[end..block.Start].ShouldBeNullOrWhiteSpace();
            end = block.Start + block.Length;
        }

        text.Text[end..].ShouldBeNullOrWhiteSpace();
    }
}
