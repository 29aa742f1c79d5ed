using HybridAi.Documents;
using HybridAi.Documents.Ingestion;

namespace HybridAi.Tests.Documents.Ingestion.Readers;

/// <summary>Skipped, with the reason, where pdftotext is not installed.</summary>
public class PdfReaderTests
{
    [Fact]
    public async Task Pages_headings_and_paragraphs_of_a_pdf_are_kept()
    {
        SkipWithoutProgram();
        var read = await ReadFiles.ReadAsync("a.pdf", PdfFiles.Of(["Leave", "You have thirty days of leave", "in each year of work."], ["Pay", "Pay comes on the last day."]));

        read.Blocks().ShouldBe(
        [
            (BlockKind.Heading, "Leave"), (BlockKind.Paragraph, "You have thirty days of leave in each year of work."), (BlockKind.Heading, "Pay"), (BlockKind.Paragraph, "Pay comes on the last day."),
        ]);
        read.Text.Blocks.Select(block => block.Page).ShouldBe([1, 1, 2, 2]);
        read.PathTo("last day").ShouldBe(["Pay"]);
    }

    [Fact]
    public async Task A_line_that_stands_at_the_edge_of_most_pages_is_no_text()
    {
        SkipWithoutProgram();
        string[] words = ["", "apples", "pears", "plums", "figs"];
        string[] Page(int number) => ["Part " + number, .. Enumerable.Range(0, 44).Select(line => line == 43 ? $"Confidential, page {number} of 4" : $"Line {line} is {number * 7} of {words[number]}")];

        var read = await ReadFiles.ReadAsync("a.pdf", PdfFiles.Of(Page(1), Page(2), Page(3), Page(4)));

        read.Text.Text.ShouldContain("Line 42 is 28 of figs");
        read.Text.Text.ShouldNotContain("Confidential");
    }

    [Fact]
    public async Task An_encrypted_pdf_is_refused_as_such()
    {
        SkipWithoutProgram();
        var padding = string.Concat(Enumerable.Repeat("00", 32));
        var fault = await ReadFiles.RefusedAsync("a.pdf", PdfFiles.Of(
            $"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{padding}> /U <{padding}> /P -4 >> /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]", ["Secret", "Nothing to see."]));

        (fault.Kind, fault.Code).ShouldBe((FaultKind.BadInput, "file-encrypted"), fault.Reason);
    }

    [Theory]
    [InlineData("%PDF-1.7\nand then nothing that a PDF has")]
    [InlineData("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 9 0 R >>\n%%EOF")]
    public async Task A_broken_pdf_is_refused_as_such(string content)
    {
        SkipWithoutProgram();
        var fault = await ReadFiles.RefusedAsync("a.pdf", System.Text.Encoding.Latin1.GetBytes(content));

        (fault.Kind, fault.Code).ShouldBe((FaultKind.BadInput, "file-broken"), fault.Reason);
    }

    [Fact]
    public async Task A_pdf_without_text_says_that_it_needs_text_recognition()
    {
        SkipWithoutProgram();
        string[] picture = [];
        var fault = await ReadFiles.RefusedAsync("scan.pdf", PdfFiles.Of((string?)null, picture));

        fault.Code.ShouldBe("document-without-text");
        fault.Reason.ShouldContain("OCR");
        (await ReadFiles.RefusedAsync("none.pdf", PdfFiles.Of((string?)null))).Code.ShouldBe("document-without-text");
    }

    [Fact]
    public async Task Without_the_program_the_package_to_install_is_named()
    {
        var fault = await ReadFiles.RefusedAsync("a.pdf", PdfFiles.Of(["Leave"]), options: new DocumentOptions { PdfToText = "pdftotext-that-nobody-has" });

        (fault.Kind, fault.Code).ShouldBe((FaultKind.Unavailable, "pdf-reader-missing"));
        fault.Reason.ShouldContain("poppler-utils");
    }

    [Fact]
    public async Task A_text_longer_than_the_limit_is_refused()
    {
        SkipWithoutProgram();
        var fault = await ReadFiles.RefusedAsync("a.pdf", PdfFiles.Of(["Leave", "You have thirty days of leave."]), ReadFiles.Limits with { MaxTextCharacters = 10 });

        fault.Code.ShouldBe("text-too-long");
    }

    [Theory]
    [InlineData("employee_handbook.pdf", 11, "Zava Employee Handbook", "2023-03-05")]
    [InlineData("Northwind_Standard_Benefits_Details.pdf", 104, "Zava Northwind Health Standard Plan", "2023-03-07")]
    public async Task Handbooks_of_a_hundred_pages_are_read_with_their_pages(string file, int pages, string title, string made)
    {
        SkipWithoutProgram();
        var read = await ReadFiles.ReadAsync(file, await File.ReadAllBytesAsync(Repository.SharedData("contoso-hr", file), TestContext.Current.CancellationToken));

        read.Text.Blocks.Max(block => block.Page).ShouldBe(pages);
        (read.Text.Title, read.Text.AsOf!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).ShouldBe((title, made));
    }

    private static void SkipWithoutProgram()
        => Assert.SkipWhen(ReadFiles.Family().Kinds.Single(kind => kind.Kind == "pdf").NotAvailable is not null, "pdftotext (poppler-utils) is not installed.");
}
