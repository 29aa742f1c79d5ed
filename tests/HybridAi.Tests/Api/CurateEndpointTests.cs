using System.Net;
using System.Text;

namespace HybridAi.Tests.Api;

public sealed class CurateEndpointTests : IAsyncLifetime
{
    private const string Mail = "/v1/projects/mail";
    private ApiBench _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiBench.StartAsync();
        await _api.SeedMailAsync();
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task What_was_put_is_what_comes_back_and_a_change_is_a_new_version()
    {
        var first = (await _api.GetAsync(Mail)).Ok().GetProperty("definition").GetRawText();

        (await _api.PutAsync(Mail, first, "application/json")).Ok().GetProperty("version").GetInt32().ShouldBe(1);
        (await _api.PutAsync(Mail, first.Replace("invoices and payments", "money"), "application/json")).Ok().GetProperty("version").GetInt32().ShouldBe(2);

        (await _api.GetAsync($"{Mail}/versions")).Ok().EnumerateArray().Select(version => version.GetProperty("version").GetInt32()).ShouldBe([2, 1]);
        (await _api.GetAsync("/v1/projects")).Ok().EnumerateArray().Single().GetProperty("version").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_multipart_file_is_ingested_under_its_own_name_and_its_bad_rows_can_be_read()
    {
        using var form = new MultipartFormDataContent { { new StringContent("by hand"), "note" } };
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes("id;text;label\nx1;Pay now;bill\nx2;;bill\nx3;Hello;spam\n")), "file", "more.csv");

        var report = (await _api.SendAsync(HttpMethod.Post, $"{Mail}/ingestions", form)).Ok();

        report.GetProperty("source").GetString().ShouldBe("more.csv");
        report.GetProperty("profile").GetProperty("accepted").GetInt32().ShouldBe(1);
        var rejects = (await _api.GetAsync(report.GetProperty("rejects").GetString()!)).Lines();
        rejects.Select(reject => reject.GetProperty("code").GetString()).ShouldBe(["text-missing", "label-unknown"]);
        (await _api.GetAsync($"{Mail}/ingestions")).Ok().EnumerateArray().Select(each => each.GetProperty("source").GetString()).ShouldBe(["more.csv", "mail.csv"]);
        Directory.GetFiles(Path.Combine(_api.DataDirectory, "uploads")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("cross-site", HttpStatusCode.Forbidden)]
    [InlineData("same-origin", HttpStatusCode.OK)]
    public async Task A_page_of_another_site_can_not_put_records_into_a_project(string site, HttpStatusCode expected)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent("id,text\nz1,Hello\n"u8.ToArray()), "file", "page.csv" } };

        var answer = await _api.SendAsync(HttpMethod.Post, $"{Mail}/ingestions", form, fetchSite: site);

        answer.Status.ShouldBe(expected, answer.Text);
        if (expected == HttpStatusCode.Forbidden) answer.Problem.ShouldBe((403, "cross-site-refused", null));
    }

    [Fact]
    public async Task A_form_without_a_file_is_refused()
    {
        using var form = new MultipartFormDataContent { { new StringContent("by hand"), "note" } };

        (await _api.SendAsync(HttpMethod.Post, $"{Mail}/ingestions", form)).Problem.ShouldBe((400, "file-missing", null));
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=xyz")]
    public async Task A_body_that_is_no_form_though_it_says_so_is_refused(string type)
        => (await _api.PostAsync($"{Mail}/ingestions", "id,text\nq1,Hello\n", type)).Problem.ShouldBe((400, "multipart-broken", "body"));

    [Fact]
    public async Task The_same_file_again_changes_nothing()
    {
        const string file = "id,text\ny1,Once\n";
        (await _api.PostAsync($"{Mail}/ingestions", file, "text/csv")).Ok();

        var profile = (await _api.PostAsync($"{Mail}/ingestions", file, "text/csv")).Ok().GetProperty("profile");

        (profile.GetProperty("accepted").GetInt32(), profile.GetProperty("alreadyThere").GetInt32()).ShouldBe((0, 1));
    }

    [Fact]
    public async Task Labels_come_in_pages_or_as_lines()
    {
        var run = await _api.RunAsync($"{Mail}/labelling-runs", new { labeller = "lexical", concurrency = 2 });

        (await _api.GetAsync($"{Mail}/labelling-runs")).Ok().EnumerateArray().Single().GetProperty("id").GetString()
            .ShouldBe(run.Result!.Value.GetProperty("id").GetString());
        var page = (await _api.GetAsync($"{Mail}/labels?labeller=lexical&limit=4")).Ok();
        page.GetProperty("labels").GetArrayLength().ShouldBe(4);
        var next = page.GetProperty("next").GetString();
        var last = (await _api.GetAsync($"{Mail}/labels?labeller=lexical&limit=4&after={next}")).Ok();
        last.GetProperty("labels").EnumerateArray().Select(label => label.GetProperty("recordId").GetString()).ShouldBe(["r5", "r6"]);
        last.GetProperty("next").GetString().ShouldBeNull();
        (await _api.GetAsync($"{Mail}/labels?labeller=lexical", "application/x-ndjson")).Lines().Count.ShouldBe(6);
    }

    [Fact]
    public async Task The_same_labels_freeze_to_the_same_dataset()
    {
        var first = (await _api.PostAsync($"{Mail}/datasets", new { })).Ok(HttpStatusCode.Created);
        var hash = first.GetProperty("hash").GetString()!;

        (await _api.PostAsync($"{Mail}/datasets", new { })).Ok(HttpStatusCode.Created).GetProperty("hash").GetString().ShouldBe(hash);

        (await _api.GetAsync($"{Mail}/datasets")).Ok().GetArrayLength().ShouldBe(1);
        (await _api.GetAsync($"{Mail}/datasets/{hash[..8]}")).Ok().GetProperty("hash").GetString().ShouldBe(hash);
        var rows = (await _api.GetAsync($"{Mail}/datasets/{hash}/rows")).Lines();
        rows.Select(row => row.GetProperty("recordId").GetString()).ShouldBe(["r1", "r2", "r3", "r4"]);
    }
}
