using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HybridAi.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api;

public class DocumentEndpointTests
{
    private const string Article = "# Parcels\n\nLast updated: 20 November 2023\n\nA parcel weighs at most thirty kilograms.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_uploaded_document_is_read_found_cited_and_deleted()
    {
        await using var api = await ApiBench.StartAsync();

        var added = await ReadyAsync(api, await UploadAsync(api, "parcels.md", Article));

        var id = added.GetProperty("id").GetString()!;
        (added.GetProperty("state").GetString(), added.GetProperty("name").GetString()).ShouldBe(("ready", "parcels.md"));
        added.GetProperty("versions")[0].GetProperty("asOf").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2023, 11, 20, 0, 0, 0, TimeSpan.Zero));
        var found = (await api.GetAsync("/v1/documents/search?q=how+heavy+may+a+parcel+be")).Ok()[0];
        found.GetProperty("document").GetString().ShouldBe(id);
        var text = (await api.GetAsync($"/v1/documents/{id}/versions/{found.GetProperty("version").GetString()}/text")).Ok();
        text.GetProperty("text").GetString()!.Substring(found.GetProperty("start").GetInt32(), found.GetProperty("length").GetInt32()).ShouldBe(found.GetProperty("text").GetString());
        text.GetProperty("blocks")[0].GetProperty("kind").GetString().ShouldBe("heading");
        (await api.GetAsync($"/v1/documents/{id}/file")).Text.ShouldBe(Article);
        (await api.GetAsync("/v1/documents")).Ok().GetArrayLength().ShouldBe(1);

        (await api.SendAsync(HttpMethod.Delete, $"/v1/documents/{id}", null)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await api.GetAsync("/v1/documents/search?q=parcel")).Ok().GetArrayLength().ShouldBe(0);
        (await api.GetAsync($"/v1/documents/{id}")).Ok().GetProperty("state").GetString().ShouldBe("deleted");
        (await api.GetAsync($"/v1/documents/{id}/versions/{found.GetProperty("version").GetString()}/text")).Problem.ShouldBe((404, "document-deleted", null));
        (await api.GetAsync($"/v1/documents/{id}/file")).Problem.Code.ShouldBe("document-deleted");
    }

    [Fact]
    public async Task A_text_as_json_is_a_document_and_the_same_again_changes_nothing()
    {
        await using var api = await ApiBench.StartAsync();
        await ReadyAsync(api, await api.PostAsync("/v1/documents", new { text = Article, name = "a.md", tags = new[] { "help" } }));

        var again = await api.PostAsync("/v1/documents", new { text = Article, name = "a.md", tags = new[] { "help" } });

        again.Status.ShouldBe(HttpStatusCode.OK);
        (await api.GetAsync("/v1/documents/search?q=parcel&tags=other")).Ok().GetArrayLength().ShouldBe(0);
        (await api.GetAsync("/v1/documents/search?q=parcel&tags=help")).Ok().GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_key_makes_a_request_repeatable_and_belongs_to_it_alone()
    {
        await using var api = await ApiBench.StartAsync();
        var first = await api.PostAsync("/v1/documents", new { text = Article, name = "a.md" }, ("Idempotency-Key", "k1"));
        var id = (await ReadyAsync(api, first)).GetProperty("id").GetString();

        (await api.PostAsync("/v1/documents", new { text = Article, name = "a.md" }, ("Idempotency-Key", "k1"))).Ok().GetProperty("id").GetString().ShouldBe(id);
        (await api.PostAsync("/v1/documents", new { text = "Other.", name = "a.md" }, ("Idempotency-Key", "k1"))).Problem.ShouldBe((409, "idempotency-key-reused", "Idempotency-Key"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_fails_with_its_reason_and_can_be_tried_again()
    {
        await using var api = await ApiBench.StartAsync("--HybridAi:Documents:PdfToText=pdftotext-that-nobody-has");
        var failed = await ReadyAsync(api, await UploadAsync(api, "a.pdf", "%PDF-1.4 nothing"));

        failed.GetProperty("state").GetString().ShouldBe("failed");
        failed.GetProperty("fault").GetProperty("code").GetString().ShouldBe("pdf-reader-missing");
        failed.GetProperty("fault").GetProperty("retryable").GetBoolean().ShouldBeTrue();
        var id = failed.GetProperty("id").GetString();
        await ReadyAsync(api, await api.PostAsync($"/v1/documents/{id}/retry", "", null));
        (await api.PostAsync($"/v1/documents/{id}/cancel", "", null)).Problem.ShouldBe((409, "document-ended", null));
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_said()
    {
        await using var api = await ApiBench.StartAsync("--HybridAi:Documents:MaxFileBytes=1000");

        (await UploadAsync(api, "large.txt", new string('a', 2_000))).Problem.ShouldBe((413, "file-too-large", null));
        (await UploadAsync(api, "../..", "text")).Problem.ShouldBe((400, "document-name-bad", "name"));
        (await api.PostAsync("/v1/documents", "text", "text/plain")).Problem.ShouldBe((415, "content-type-unsupported", null));
        (await api.PostAsync("/v1/documents", new { name = "a.md" })).Problem.Code.ShouldBe("document-missing");
        (await api.PostAsync("/v1/documents", "{", "application/json")).Problem.Code.ShouldBe("json-unreadable");
        (await api.PostAsync("/v1/documents", new { url = "http://127.0.0.1/" })).Problem.Code.ShouldBe("url-not-allowed");
        (await api.GetAsync("/v1/documents/doc-unknown")).Problem.ShouldBe((404, "document-unknown", null));
        (await api.GetAsync("/v1/documents/doc-unknown/versions/x/text")).Problem.Code.ShouldBe("document-unknown");
        (await api.SendAsync(HttpMethod.Delete, "/v1/documents/doc-unknown", null)).Problem.Code.ShouldBe("document-unknown");
        Directory.EnumerateFiles(api.DataDirectory, "*", SearchOption.AllDirectories).Where(file => file.Contains("uploads", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_path_as_a_name_is_reduced_to_its_last_part()
    {
        await using var api = await ApiBench.StartAsync();

        var added = await ReadyAsync(api, await api.PostAsync("/v1/documents", new { text = Article, name = "../../etc/parcels.md" }));

        added.GetProperty("name").GetString().ShouldBe("parcels.md");
        File.Exists(Path.Combine(api.DataDirectory, "..", "..", "etc", "parcels.md")).ShouldBeFalse();
    }

    private static async Task<Answer> UploadAsync(ApiBench api, string name, string content)
    {
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        file.Headers.ContentType = MediaTypeHeaderValue.Parse("application/octet-stream");
        using var form = new MultipartFormDataContent();
        form.Add(file, "file", name.EndsWith("..", StringComparison.Ordinal) ? "x" : name);
        return await api.SendAsync(HttpMethod.Post, name.EndsWith("..", StringComparison.Ordinal) ? $"/v1/documents?name={Uri.EscapeDataString(name)}" : "/v1/documents", form);
    }

    private static async Task<JsonElement> ReadyAsync(ApiBench api, Answer accepted)
    {
        var document = accepted.Ok(HttpStatusCode.Accepted);
        await api.Services.GetRequiredService<JobDesk>().WhenEndedAsync(document.GetProperty("job").GetString()!, Cancellation);
        return (await api.GetAsync($"/v1/documents/{document.GetProperty("id").GetString()}")).Ok();
    }
}
