using System.Net;

namespace HybridAi.Tests.Api;

public sealed class ReviewEndpointTests : IAsyncLifetime
{
    private const string Review = "/v1/projects/mail/review";
    private ApiBench _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiBench.StartAsync();
        await _api.SeedMailAsync();
        await _api.RunAsync("/v1/projects/mail/labelling-runs", new { labeller = "lexical" });
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_record_is_labelled_by_one_person_only_until_that_is_undone()
    {
        (await CorrectAsync("r5", "ada", "bill")).Ok().GetProperty("label").GetString().ShouldBe("bill");

        var second = await CorrectAsync("r5", "bob", "login");
        second.Problem.ShouldBe((409, "record-reviewed", null));
        second.Detail.ShouldContain("'ada'");

        (await _api.PostAsync($"{Review}/undo", new { annotator = "ada" })).Ok().GetProperty("recordId").GetString().ShouldBe("r5");
        (await CorrectAsync("r5", "bob", "login")).Ok();
    }

    [Fact]
    public async Task Blind_review_shows_neither_the_suggestion_nor_the_trusted_label()
    {
        var seen = (await _api.GetAsync($"{Review}/next?annotator=ada")).Ok();
        var blind = (await _api.GetAsync($"{Review}/next?annotator=ada&blind=true")).Ok();

        seen.GetProperty("suggestion").GetProperty("labeller").GetString().ShouldBe("lexical");
        blind.GetProperty("suggestion").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        blind.GetProperty("record").GetProperty("gold").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        var id = blind.GetProperty("record").GetProperty("id").GetString();
        var annotation = (await _api.PostAsync($"{Review}/{id}/correct", new { annotator = "ada", label = "bill", blind = true })).Ok();
        annotation.GetProperty("suggestionShown").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_skipped_record_comes_back_to_others_and_nothing_waits_when_all_is_done()
    {
        for (var i = 0; i < 6; i++)
        {
            var id = (await _api.GetAsync($"{Review}/next?annotator=ada")).Ok().GetProperty("record").GetProperty("id").GetString();
            (await _api.PostAsync($"{Review}/{id}/skip", new { annotator = "ada" })).Ok().GetProperty("action").GetString().ShouldBe("skip");
        }

        (await _api.GetAsync($"{Review}/next?annotator=ada")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _api.GetAsync($"{Review}/next?annotator=bob")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_record_whose_id_holds_a_slash_is_reviewed_too()
    {
        (await _api.PostAsync("/v1/projects/mail/ingestions", "id,text\na/b,Where is my bill\n", "text/csv")).Ok();

        (await CorrectAsync("a%2Fb", "ada", "bill")).Ok().GetProperty("recordId").GetString().ShouldBe("a/b");
    }

    private Task<Answer> CorrectAsync(string record, string annotator, string label)
        => _api.PostAsync($"{Review}/{record}/correct", new { annotator, label });
}
