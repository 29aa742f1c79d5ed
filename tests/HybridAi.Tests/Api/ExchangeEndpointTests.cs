using System.Net;

namespace HybridAi.Tests.Api;

/// <summary>Records and labels out and back in over HTTP.</summary>
public sealed class ExchangeEndpointTests : IAsyncLifetime
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
    public async Task What_is_exported_can_be_imported_on_another_server_and_is_the_same_there()
    {
        (await _api.PostAsync($"{Mail}/review/r5/correct", new { annotator = "ada", label = "bill", comment = "twice" })).Ok();
        var here = await _api.GetAsync($"{Mail}/export?format=jsonl");
        here.Lines().Count.ShouldBe(6);
        await using var other = await ApiBench.StartAsync();
        var definition = (await _api.GetAsync(Mail)).Ok().GetProperty("definition");
        (await other.PutAsync(Mail, definition)).Ok();

        var report = (await other.PostAsync($"{Mail}/import?format=jsonl", here.Text, "application/x-ndjson")).Ok();

        (report.GetProperty("accepted").GetInt32(), report.GetProperty("records").GetInt32(), report.GetProperty("annotations").GetInt32()).ShouldBe((6, 6, 1));
        report.GetProperty("rejectedByCode").EnumerateObject().ShouldBeEmpty();
        (await other.GetAsync($"{Mail}/export?format=jsonl")).Text.ShouldBe(here.Text);
        (await other.PostAsync($"{Mail}/import?format=jsonl", here.Text, "application/x-ndjson")).Ok().GetProperty("alreadyThere").GetInt32().ShouldBe(6);
    }

    [Fact]
    public async Task A_row_that_can_not_be_is_read_back_with_its_line_and_reason()
    {
        const string rows =
            """
            {"id":"a","text":"What does the tent cost","label":"bill","annotator":"ada"}
            {"id":"b","text":"My password is wrong","label":"nonsense","annotator":"ada"}

            """;

        var report = (await _api.PostAsync($"{Mail}/import?format=jsonl", rows, "application/x-ndjson")).Ok();

        report.GetProperty("accepted").GetInt32().ShouldBe(1);
        report.GetProperty("rejectedByCode").GetProperty("label-unknown").GetInt32().ShouldBe(1);
        var reject = (await _api.GetAsync(report.GetProperty("rejects").GetString()!)).Lines().ShouldHaveSingleItem();
        (reject.GetProperty("line").GetInt32(), reject.GetProperty("code").GetString()).ShouldBe((2, "label-unknown"));
        reject.GetProperty("reason").GetString()!.ShouldContain("nonsense");
        (await _api.GetAsync($"{Mail}/records/b")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_format_that_does_not_exist_is_refused()
    {
        (await _api.GetAsync($"{Mail}/export?format=xml")).Problem.ShouldBe((400, "exchange-format-unknown", "format"));
        (await _api.PostAsync($"{Mail}/import?format=xml", "<a/>", "application/octet-stream")).Problem.ShouldBe((400, "exchange-format-unknown", "format"));
    }
}
