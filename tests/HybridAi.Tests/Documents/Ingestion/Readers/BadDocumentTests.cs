using System.IO.Compression;
using System.Text;

namespace HybridAi.Tests.Documents.Ingestion.Readers;

public class BadDocumentTests
{
    [Fact]
    public async Task An_empty_file_is_refused()
    {
        (await ReadFiles.RefusedAsync("a.pdf", [])).Code.ShouldBe("file-empty");
        (await ReadFiles.RefusedAsync("a.txt", "  \n \t"u8.ToArray())).Code.ShouldBe("file-empty");
    }

    [Theory]
    [InlineData("a.docx", "\u0089PNG\r\n\u001a\n", "a picture")]
    [InlineData("a.txt", "\u007fELF\u0001", "a program")]
    [InlineData("a.md", "\u001f\u008b\u0008", "a gzip archive")]
    [InlineData("a.txt", "\u0001\u0002\0\u0003\0\u0004\u0005\0\u0006", "neither a text")]
    public async Task What_is_no_document_is_refused_by_what_it_is(string name, string content, string what)
    {
        var fault = await ReadFiles.RefusedAsync(name, Encoding.Latin1.GetBytes(content));

        (fault.Kind, fault.Code).ShouldBe((FaultKind.BadInput, "format-unknown"));
        fault.Reason.ShouldContain(what);
    }

    [Fact]
    public async Task An_encrypted_office_document_is_refused_as_such()
    {
        byte[] content = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[512], .. Encoding.Unicode.GetBytes("EncryptedPackage")];

        (await ReadFiles.RefusedAsync("a.docx", content)).Code.ShouldBe("file-encrypted");
        (await ReadFiles.RefusedAsync("a.doc", content[..200])).Reason.ShouldContain(".docx");
    }

    [Fact]
    public async Task A_zip_bomb_is_refused_before_it_is_unpacked()
    {
        var bomb = Zip(("word/document.xml", stream =>
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 200; i++) stream.Write(zeros);
        }));
        bomb.Length.ShouldBeLessThan(1 << 20);

        (await ReadFiles.RefusedAsync("a.docx", bomb)).Code.ShouldBe("zip-bomb");
    }

    [Fact]
    public async Task A_packed_document_larger_than_the_limit_is_refused_whatever_its_ratio()
    {
        var noise = new byte[2 << 20];
        new Random(7).NextBytes(noise);
        var fault = await ReadFiles.RefusedAsync("a.docx", Zip(("word/document.xml", stream => stream.Write("<a/>"u8)), ("word/media.bin", stream => stream.Write(noise))), ReadFiles.Limits with { MaxExpandedBytes = 1 << 20 });

        fault.Code.ShouldBe("zip-bomb");
        fault.Reason.ShouldContain("MaxExpandedBytes");
    }

    [Fact]
    public async Task A_word_document_of_a_hundred_thousand_nested_elements_is_refused()
    {
        var xml = $"<w:document xmlns:w=\"w\">{string.Concat(Enumerable.Repeat("<w:a>", 100_000))}{string.Concat(Enumerable.Repeat("</w:a>", 100_000))}</w:document>";

        (await ReadFiles.RefusedAsync("a.docx", Zip(("word/document.xml", stream => stream.Write(Encoding.UTF8.GetBytes(xml)))))).Code.ShouldBe("nested-too-deep");
    }

    [Fact]
    public async Task An_entity_that_unfolds_itself_is_refused()
    {
        const string laughs = """<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><w:document xmlns:w="w">&b;</w:document>""";

        (await ReadFiles.RefusedAsync("a.docx", Zip(("word/document.xml", stream => stream.Write(Encoding.UTF8.GetBytes(laughs)))))).Code.ShouldBe("file-broken");
    }

    [Fact]
    public async Task A_cut_off_zip_is_refused_as_broken()
        => (await ReadFiles.RefusedAsync("a.docx", OfficeFiles.Docx(OfficeFiles.Paragraph("text"))[..^200])).Code.ShouldBe("file-broken");

    [Theory]
    [InlineData("<div>")]
    [InlineData("<b>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<ul><li>")]
    [InlineData("<p hidden>")]
    public async Task A_page_of_a_hundred_thousand_nested_tags_is_read(string tag)
    {
        var read = await ReadFiles.ReadAsync("a.html", $"<!doctype html><p>Before.</p>{string.Concat(Enumerable.Repeat(tag, 100_000))}After.");

        read.Text.Text.ShouldStartWith("Before.");
    }

    [Fact]
    public async Task Markdown_that_is_nested_beyond_reason_is_read_as_plain_text()
    {
        var read = await ReadFiles.ReadAsync("a.md", new string('>', 50_000) + " deep\n\nAnd a text.");

        read.Text.Text.ShouldContain("And a text.");
    }

    [Fact]
    public async Task A_text_over_the_limit_is_refused_with_the_limit_named()
    {
        var fault = await ReadFiles.RefusedAsync("a.txt", Encoding.UTF8.GetBytes(new string('a', 5_000)), ReadFiles.Limits with { MaxTextCharacters = 1_000 });

        fault.Code.ShouldBe("text-too-long");
        fault.Reason.ShouldContain("MaxTextCharacters");
    }

    private static byte[] Zip(params (string Name, Action<Stream> Write)[] parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, write) in parts)
            {
                using var part = zip.CreateEntry(name).Open();
                write(part);
            }
        }

        return stream.ToArray();
    }
}
