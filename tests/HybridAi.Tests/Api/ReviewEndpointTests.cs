using System.Net;

namespace HybridAi.Tests.Api;

public sealed class ReviewEndpointTests : IAsyncLifetime
{
    private const string Review = "/v1/projects/mail/review";
    private ApiBench _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiBench.StartAsync("--HybridAi:Ingestion:MaxTextCharacters=300000");
        await _api.SeedMailAsync();
        await _api.RunAsync("/v1/projects/mail/labelling-runs", new { labeller = "lexical" });
        (await SettingsAsync(new { blindShare = 0, goldShare = 0 })).Ok();
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
        (await CorrectAsync("r5", "bob", "login")).Problem.ShouldBe((409, "record-held", null));
        (await _api.PostAsync($"{Review}/r5/skip", new { annotator = "ada" })).Ok();
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

    [Fact]
    public async Task What_is_blind_is_not_in_the_answer_and_can_not_be_accepted()
    {
        (await SettingsAsync(new { blindShare = 1 })).Ok();
        var item = (await _api.GetAsync($"{Review}/next?annotator=ada")).Ok();

        item.GetProperty("blind").GetBoolean().ShouldBeTrue();
        item.GetProperty("suggestion").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        item.GetProperty("proposals").GetArrayLength().ShouldBe(0);
        (await _api.PostAsync($"{Review}/{IdOf(item)}/accept", new { annotator = "ada" })).Problem.ShouldBe((409, "record-blind", null));
        (await _api.GetAsync($"{Review}/grid?annotator=ada")).Ok().GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_team_disagrees_and_a_reviewer_decides_with_a_reason()
    {
        (await SettingsAsync(new { overlap = 2, blindShare = 0, goldShare = 0 })).Ok();
        (await CorrectAsync("r5", "ada", "bill")).Ok();
        (await CorrectAsync("r5", "bob", "login")).Ok();
        (await _api.PostAsync("/v1/projects/mail/records/r5/comments", new { author = "ada", text = "<script>alert(1)</script>" })).Ok();

        var dispute = (await _api.GetAsync($"{Review}/disputes")).Ok().EnumerateArray().Single();
        dispute.GetProperty("annotations").GetArrayLength().ShouldBe(2);
        dispute.GetProperty("comments")[0].GetProperty("text").GetString().ShouldBe("<script>alert(1)</script>");
        (await DecideAsync("slip")).Ok().GetProperty("reason").GetString().ShouldBe("slip");

        (await _api.GetAsync($"{Review}/disputes")).Ok().GetArrayLength().ShouldBe(0);
        var progress = (await _api.GetAsync($"{Review}/progress")).Ok();
        (progress.GetProperty("records").GetInt32(), progress.GetProperty("resolved").GetInt32()).ShouldBe((6, 1));
        (await _api.GetAsync("/v1/projects/mail/records/r5/timeline")).Ok().EnumerateArray().Select(one => one.GetProperty("kind").GetString())
            .ShouldBe(["ingested", "proposed", "annotated", "annotated", "commented", "adjudicated"]);
        (await _api.GetAsync($"{Review}/annotators")).Ok().EnumerateArray().Select(one => one.GetProperty("annotator").GetString()).ShouldBe(["ada", "bob"]);

        Task<Answer> DecideAsync(string reason)
            => _api.PostAsync($"{Review}/r5/adjudicate", new { reviewer = "rev", label = "bill", reason });
    }

    [Fact]
    public async Task Many_are_answered_at_once_and_renewed_and_requeued()
    {
        (await _api.PostAsync($"{Review}/bulk", new
        {
            annotator = "ada", answers = new object[] { new { recordId = "r1", action = "accept" }, new { recordId = "r2", action = "correct", label = "spam" } },
        })).Ok().EnumerateArray().Select(one => one.GetProperty("code").GetString()).ShouldBe([null, "label-unknown"]);
        (await _api.GetAsync($"{Review}/next?annotator=ada")).Ok();
        (await _api.PostAsync($"{Review}/renew", new { annotator = "ada" })).Ok().GetProperty("held").GetInt32().ShouldBe(1);
        (await _api.PostAsync($"{Review}/requeue", new { beforeVersion = 2, dryRun = true })).Problem.ShouldBe((400, "version-out-of-range", null));
        (await SettingsAsync(new { randomShare = 0.5 })).Problem.ShouldBe((400, "review-settings-invalid", null));
    }

    [Fact]
    public async Task A_long_record_and_markup_come_back_as_text_and_lists_are_cut()
    {
        var text = "<script>alert(1)</script> where is the invoice " + new string('x', 200_000);
        (await _api.PostAsync("/v1/projects/mail/ingestions", $"id,text\nlong,\"{text}\"\nshort,\"<script>alert(1)</script> where is the invoice\"\n", "text/csv")).Ok();

        (await _api.GetAsync("/v1/projects/mail/records/long")).Ok().GetProperty("text").GetString().ShouldBe(text);
        var similar = (await _api.GetAsync("/v1/projects/mail/records/short/similar?annotator=ada")).Ok().EnumerateArray()
            .Single(one => one.GetProperty("recordId").GetString() == "long").GetProperty("text");
        similar.GetProperty("text").GetString()!.Length.ShouldBe(500);
        (similar.GetProperty("characters").GetInt32(), similar.GetProperty("isCut").GetBoolean()).ShouldBe((text.Length, true));
    }

    private Task<Answer> SettingsAsync(object settings)
        => _api.PutAsync($"{Review}/settings", System.Text.Json.JsonSerializer.Serialize(settings), "application/json");

    private static string IdOf(System.Text.Json.JsonElement item) => item.GetProperty("record").GetProperty("id").GetString()!;

    private Task<Answer> CorrectAsync(string record, string annotator, string label)
        => _api.PostAsync($"{Review}/{record}/correct", new { annotator, label });
}
