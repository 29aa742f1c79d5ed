using System.Net;
using HybridAi.Jobs;
using HybridAi.Tests.Documents.Ingestion.Readers;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api;

public class DocumentPageTests
{
    private static readonly string[][] Handbook =
    [
        ["Handbook", "Welcome to the company.", "This page says little."],
        ["Leave", "Everybody has thirty days of holi-", "day each year and may carry five of them", "over until the end of March."],
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_of_a_pdf_is_a_picture_and_the_cited_words_have_their_place_on_it()
    {
        SkipWithoutPoppler();
        await using var api = await ApiBench.StartAsync();
        var (id, version, text) = await AddAsync(api, PdfFiles.Of(Handbook));
        var (start, end) = (text.IndexOf("thirty days", StringComparison.Ordinal), text.IndexOf(" over until", StringComparison.Ordinal));

        using (var client = new HttpClient { BaseAddress = api.Address })
        using (var response = await client.GetAsync($"/v1/documents/{id}/pages/2?version={version}", Cancellation))
        {
            (response.StatusCode, response.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "image/png"));
            var picture = await response.Content.ReadAsByteArrayAsync(Cancellation);
            picture.AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
            // The page has 612 × 792 points.
            Size(picture, 16).ShouldBeInRange(1234, 1238);
            Size(picture, 20).ShouldBe(1600);
        }

        var boxes = (await api.GetAsync($"/v1/documents/{id}/pages/2/boxes?version={version}&start={start}&end={end}")).Ok().GetProperty("boxes").EnumerateArray().ToList();
        boxes.Count.ShouldBe(2);
        var (first, second) = (boxes[0], boxes[1]);
        first.GetProperty("left").GetDouble().ShouldBeGreaterThan(72 / 612.0);
        second.GetProperty("left").GetDouble().ShouldBe(72 / 612.0, 0.01);
        second.GetProperty("top").GetDouble().ShouldBeGreaterThan(first.GetProperty("top").GetDouble());
        boxes.ShouldAllBe(box => box.GetProperty("top").GetDouble() > 0.1 && box.GetProperty("top").GetDouble() + box.GetProperty("height").GetDouble() < 0.3);
        (await api.GetAsync($"/v1/documents/{id}/pages/1/boxes?version={version}&start={start}&end={end}")).Ok().GetProperty("boxes").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_is_no_page_is_refused_with_its_reason_and_a_deleted_document_leaves_no_picture()
    {
        SkipWithoutPoppler();
        await using var api = await ApiBench.StartAsync();
        var (id, version, text) = await AddAsync(api, PdfFiles.Of(Handbook));
        (await api.GetAsync($"/v1/documents/{id}/pages/1?version={version}")).Status.ShouldBe(HttpStatusCode.OK);

        foreach (var page in (string[])["0", "3", "-1", "2000000000"]) (await api.GetAsync($"/v1/documents/{id}/pages/{page}?version={version}")).Problem.Code.ShouldBe("page-unknown", page);
        (await api.GetAsync($"/v1/documents/{id}/pages/1?version=../../etc/passwd")).Problem.ShouldBe((404, "version-unknown", null));
        (await api.GetAsync($"/v1/documents/nobody/pages/1?version={version}")).Problem.ShouldBe((404, "document-unknown", null));
        (await api.GetAsync($"/v1/documents/{id}/pages/1/boxes?version={version}&start=5&end=5")).Problem.ShouldBe((400, "span-invalid", "start"));
        (await api.GetAsync($"/v1/documents/{id}/pages/1/boxes?version={version}&start=0&end={text.Length + 1}")).Problem.Code.ShouldBe("span-invalid");

        (await api.SendAsync(HttpMethod.Delete, $"/v1/documents/{id}", null)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await api.GetAsync($"/v1/documents/{id}/pages/1?version={version}")).Problem.ShouldBe((404, "document-deleted", null));
        Directory.Exists(Path.Combine(api.DataDirectory, "documents", id)).ShouldBeFalse();
    }

    [Fact]
    public async Task Other_formats_have_no_pages_to_draw()
    {
        await using var api = await ApiBench.StartAsync();
        var (id, version, _) = await AddAsync(api, "# Leave\n\nThirty days."u8.ToArray(), "leave.md");

        (await api.GetAsync($"/v1/documents/{id}/pages/1?version={version}")).Problem.ShouldBe((404, "page-not-drawn", null));
    }

    [Fact]
    public async Task Without_the_program_that_draws_it_is_said_that_it_is_missing()
    {
        SkipWithoutPoppler();
        await using var api = await ApiBench.StartAsync("--HybridAi:Documents:PdfToPpm=pdftoppm-that-nobody-has");
        var (id, version, _) = await AddAsync(api, PdfFiles.Of(Handbook));

        (await api.GetAsync($"/v1/documents/{id}/pages/1?version={version}")).Problem.ShouldBe((503, "pdf-reader-missing", null));
        var boxes = await api.GetAsync($"/v1/documents/{id}/pages/1/boxes?version={version}&start=0&end=5");
        boxes.Problem.ShouldBe((503, "pdf-reader-missing", null));
        boxes.Detail.ShouldContain("HybridAi:Documents:PdfToPpm");
    }

    private static void SkipWithoutPoppler()
        => Assert.SkipWhen(ReadFiles.Family().Kinds.Single(kind => kind.Kind == "pdf").NotAvailable is not null, "poppler-utils is not installed.");

    private static int Size(byte[] picture, int at) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(at));

    private static async Task<(string Id, string Version, string Text)> AddAsync(ApiBench api, byte[] file, string name = "handbook.pdf")
    {
        using var body = new ByteArrayContent(file);
        body.Headers.ContentType = new("application/octet-stream");
        var added = (await api.SendAsync(HttpMethod.Post, $"/v1/documents?name={name}", body)).Ok(HttpStatusCode.Accepted);
        await api.Services.GetRequiredService<JobDesk>().WhenEndedAsync(added.GetProperty("job").GetString()!, Cancellation);
        var id = added.GetProperty("id").GetString()!;
        var version = (await api.GetAsync($"/v1/documents/{id}")).Ok().GetProperty("versions")[0].GetProperty("hash").GetString()!;
        return (id, version, (await api.GetAsync($"/v1/documents/{id}/versions/{version}/text")).Ok().GetProperty("text").GetString()!);
    }
}
