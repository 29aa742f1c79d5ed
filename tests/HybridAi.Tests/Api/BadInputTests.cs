using System.Net;
using HybridAi.Serve.Routing;

namespace HybridAi.Tests.Api;

/// <summary>Every bad input gets a status, a stable type, a reason and, where it helps, the place.</summary>
public class BadInputTests(MailApi shared) : IClassFixture<MailApi>
{
    private readonly ApiBench _api = shared.Api;

    [Theory]
    [InlineData("GET", "/v1/projects/nope", null)]
    [InlineData("GET", "/v1/projects/nope/versions", null)]
    [InlineData("POST", "/v1/projects/nope/ingestions", "text/csv")]
    [InlineData("GET", "/v1/projects/nope/ingestions", null)]
    [InlineData("GET", "/v1/projects/nope/ingestions/x/rejects", null)]
    [InlineData("POST", "/v1/projects/nope/labelling-runs", """{"labeller":"lexical"}""")]
    [InlineData("GET", "/v1/projects/nope/labelling-runs", null)]
    [InlineData("GET", "/v1/projects/nope/labels?labeller=lexical", null)]
    [InlineData("GET", "/v1/projects/nope/review/next?annotator=ada", null)]
    [InlineData("POST", "/v1/projects/nope/review/r1/accept", """{"annotator":"ada"}""")]
    [InlineData("POST", "/v1/projects/nope/review/undo", """{"annotator":"ada"}""")]
    [InlineData("POST", "/v1/projects/nope/datasets", "{}")]
    [InlineData("GET", "/v1/projects/nope/datasets", null)]
    [InlineData("GET", "/v1/projects/nope/datasets/aa/rows", null)]
    [InlineData("POST", "/v1/projects/nope/models", "{}")]
    [InlineData("GET", "/v1/projects/nope/models", null)]
    [InlineData("POST", "/v1/projects/nope/models/rollback", """{"reason":"x"}""")]
    [InlineData("GET", "/v1/projects/nope/routes", null)]
    [InlineData("GET", "/v1/projects/nope/routes/live", null)]
    [InlineData("POST", "/v1/projects/nope/routes/rollback", """{"reason":"x"}""")]
    [InlineData("POST", "/v1/projects/nope/routes/aa/certify", "{}")]
    [InlineData("POST", "/v1/projects/nope/routes/explain", """{"text":"hello"}""")]
    [InlineData("POST", "/v1/projects/nope/predict", """{"text":"hello"}""")]
    [InlineData("GET", "/v1/projects/nope/report", null)]
    public async Task A_project_that_is_not_there_is_named_with_those_that_are(string method, string path, string? body)
    {
        var type = body == "text/csv" ? body : "application/json";
        var answer = method == "GET" ? await _api.GetAsync(path) : await _api.PostAsync(path, body!, type);

        answer.Problem.ShouldBe((404, "project-unknown", null));
        answer.Detail.ShouldContain("'nope'");
    }

    [Theory]
    [InlineData("""{"labeller":"lexical",""", "line 1, byte 22")]
    [InlineData("{\"labeller\":\n  oops}", "$.labeller, line 2, byte 3")]
    [InlineData("""{"labelle":"lexical"}""", "$.labelle, line 1, byte 12")]
    [InlineData("""{"labeller":"lexical","concurrency":"many"}""", "$.concurrency, line 1, byte 43")]
    [InlineData("""{"concurrency":2}""", "line 1, byte 18")]
    [InlineData("""{"labeller":null}""", "$.labeller, line 1, byte 17")]
    [InlineData("""{"labeller":"lexical","labeller":"lexical"}""", "$.labeller, line 1, byte 34")]
    [InlineData("[]", "line 1, byte 2")]
    public async Task Json_that_is_not_read_is_refused_with_its_place(string body, string place)
    {
        var answer = await _api.PostAsync("/v1/projects/mail/labelling-runs", body, "application/json");

        answer.Problem.ShouldBe((400, "json-unreadable", place), answer.Text);
        answer.Detail.ShouldNotContain("HybridAi.");
        answer.Detail.ShouldNotContain("System.");
    }

    [Theory]
    [InlineData("/v1/projects/mail/labelling-runs", """{"labeller":"lexical","concurrency":0}""", "concurrency")]
    [InlineData("/v1/projects/mail/labelling-runs", """{"labeller":""}""", "labeller")]
    [InlineData("/v1/projects/mail/datasets", """{"minConfidence":1.5}""", "minConfidence")]
    [InlineData("/v1/projects/mail/review/r5/accept", """{"annotator":" "}""", "annotator")]
    [InlineData("/v1/projects/mail/routes", """{"tiers":[]}""", "tiers")]
    [InlineData("/v1/projects/mail/routes", """{"tiers":[{"tier":"classical","labeller":"lexical","costPerCallUsd":-1}]}""", "tiers[0].costPerCallUsd")]
    [InlineData("/v1/projects/mail/routes", """{"tiers":[{"tier":"lexical"}],"margin":0}""", "margin")]
    [InlineData("/v1/projects/mail/routes", """{"tiers":[{"tier":"lexical"}],"maxLatencyMs":0}""", "maxLatencyMs")]
    [InlineData("/v1/projects/mail/routes", """{"tiers":[{"tier":"lexical"}],"budgetUsd":-1}""", "budgetUsd")]
    [InlineData("/v1/projects/mail/routes", """{"tiers":[{"tier":"lexical"}],"sliceMargin":0.7}""", "sliceMargin")]
    [InlineData("/v1/projects/mail/routes/explain", """{"text":""}""", "text")]
    [InlineData("/v1/projects/mail/models/rollback", """{"reason":""}""", "reason")]
    public async Task A_value_out_of_bounds_is_named_as_in_the_body(string path, string body, string place)
    {
        var answer = await _api.PostAsync(path, body, "application/json");

        answer.Problem.ShouldBe((400, "request-invalid", place), answer.Text);
    }

    [Theory]
    [InlineData("/v1/projects/mail/labelling-runs", """{"labeller":"oracle"}""", 400, "labeller-unknown")]
    [InlineData("/v1/projects/mail/labelling-runs", """{"labeller":"llm:huge"}""", 404, "model-unknown")]
    [InlineData("/v1/projects/mail/review/r5/correct", """{"annotator":"ada","label":"spam"}""", 400, "label-unknown")]
    [InlineData("/v1/projects/mail/review/r99/correct", """{"annotator":"ada","label":"bill"}""", 404, "record-unknown")]
    [InlineData("/v1/projects/mail/review/undo", """{"annotator":"nobody"}""", 409, "nothing-to-undo")]
    [InlineData("/v1/projects/mail/models", """{"trainer":"magic"}""", 400, "trainer-unknown")]
    [InlineData("/v1/projects/mail/models", """{"dataset":"ffff"}""", 404, "dataset-unknown")]
    [InlineData("/v1/projects/mail/models/ffffffff/promote", """{"reason":"x"}""", 404, "model-unknown")]
    [InlineData("/v1/projects/mail/models/rollback", """{"reason":"x"}""", 409, "no-earlier-champion")]
    [InlineData("/v1/projects/mail/routes", """{"tiers":[{"tier":"psychic","labeller":"lexical"}]}""", 400, "tier-unknown")]
    [InlineData("/v1/projects/mail/routes", """{"tiers":[{"tier":"classical","labeller":"model"}]}""", 404, "no-champion")]
    [InlineData("/v1/projects/mail/routes/rollback", """{"reason":"x"}""", 409, "no-earlier-route")]
    [InlineData("/v1/projects/mail/routes/ffff/live", """{"reason":"x"}""", 404, "route-unknown")]
    [InlineData("/v1/projects/mail/routes", """{"tiers":[{"tier":"lexical"}],"certify":"sometimes"}""", 400, "json-unreadable")]
    [InlineData("/v1/projects/mail/routes/ffff/certify", "{}", 404, "route-unknown")]
    [InlineData("/v1/projects/mail/routes/ffff/certify", """{"data":"x"}""", 400, "json-unreadable")]
    [InlineData("/v1/projects/mail/routes/explain", """{"text":"hello"}""", 409, "route-missing")]
    [InlineData("/v1/projects/mail/routes/explain", """{"text":"hello","route":"ffff"}""", 404, "route-unknown")]
    [InlineData("/v1/projects/mail/routes/explain", """{"text":"  "}""", 400, "request-invalid")]
    [InlineData("/v1/projects/mail/routes/explain", "{}", 400, "request-invalid")]
    [InlineData("/v1/projects/mail/predict", """{"text":"hello"}""", 409, "route-missing")]
    [InlineData("/v1/projects/mail/predict", "{}", 400, "texts-missing")]
    [InlineData("/v1/projects/mail/predict", """{"text":"a","items":[]}""", 400, "texts-missing")]
    [InlineData("/v1/projects/mail/predict", """{"items":[]}""", 400, "texts-missing")]
    [InlineData("/v1/projects/mail/predict", """{"items":[{"text":"a"},{"text":"b"},{"text":"c"},{"text":"d"}]}""", 400, "texts-too-many")]
    [InlineData("/v1/projects/mail/predict", "", 400, "body-missing")]
    [InlineData("/v1/jobs/job-none/cancel", "", 404, "job-unknown")]
    public async Task What_can_not_be_done_is_refused_with_its_reason(string path, string body, int status, string code)
    {
        var answer = await _api.PostAsync(path, body, "application/json");

        var (foundStatus, foundCode, _) = answer.Problem;
        (foundStatus, foundCode).ShouldBe((status, code), answer.Text);
    }

    [Theory]
    [InlineData("/v1/jobs/job-none", 404, "job-unknown")]
    [InlineData("/v1/jobs?limit=0", 400, "request-invalid")]
    [InlineData("/v1/jobs?limit=many", 400, "parameter-invalid")]
    [InlineData("/v1/projects/mail/datasets/ffff", 404, "dataset-unknown")]
    [InlineData("/v1/projects/mail/models/ffffffff", 404, "model-unknown")]
    [InlineData("/v1/projects/mail/routes/live", 409, "route-missing")]
    [InlineData("/v1/projects/mail/ingestions/none/rejects", 404, "ingestion-unknown")]
    [InlineData("/v1/projects/mail/labels", 400, "parameter-missing")]
    [InlineData("/v1/projects/mail/review/next?annotator=ada&queue=easy", 400, "queue-unknown")]
    [InlineData("/v1/projects/mail/report?from=2026-05-02T00:00:00Z&until=2026-05-01T00:00:00Z", 400, "period-empty")]
    [InlineData("/v1/nothing", 404, "endpoint-unknown")]
    public async Task What_can_not_be_read_is_refused_whatever_the_caller_accepts(string path, int status, string code)
    {
        foreach (var accept in new[] { "application/json", "application/x-ndjson", "text/csv" })
        {
            var (foundStatus, foundCode, _) = (await _api.GetAsync(path, accept)).Problem;
            (foundStatus, foundCode).ShouldBe((status, code));
        }
    }

    [Fact]
    public async Task A_body_of_another_type_or_method_is_refused()
    {
        (await _api.PostAsync("/v1/projects/mail/predict", "text=hello", "application/x-www-form-urlencoded")).Problem.ShouldBe((415, "content-type-unsupported", null));
        (await _api.PutAsync("/v1/projects/mail", "<project/>", "application/xml")).Problem.ShouldBe((415, "content-type-unsupported", null));
        (await _api.PostAsync("/v1/projects/mail/ingestions", "x", "application/pdf")).Problem.ShouldBe((415, "content-type-unsupported", null));
        (await _api.SendAsync(HttpMethod.Delete, "/v1/projects/mail", null)).Problem.ShouldBe((405, "method-not-allowed", null));
    }

    [Fact]
    public async Task A_body_over_its_bound_is_refused()
    {
        var body = $$"""{"text":"{{new string('x', 3_000)}}"}""";

        (await _api.PostAsync("/v1/projects/mail/predict", body, "application/json")).Problem.ShouldBe((413, "body-too-large", null));
        (await _api.PostAsync("/v1/projects/mail/ingestions", new string('x', 3_000), "text/csv")).Problem.ShouldBe((413, "file-too-large", null));
        (await _api.PutAsync("/v1/projects/mail", body, "application/json")).Problem.ShouldBe((413, "body-too-large", null));
        Directory.Exists(Path.Combine(_api.DataDirectory, "uploads")).ShouldBe(true);
        Directory.GetFiles(Path.Combine(_api.DataDirectory, "uploads")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "text/csv", "", "file-empty", "upload")]
    [InlineData("a,b\n1,2\n", "text/csv", "?source=my.csv", "column-missing", "my.csv")]
    [InlineData("id,text,label\n", "text/csv", "", "no-rows", "upload")]
    [InlineData("text\nhello\n", "text/csv", "?format=parquet", "format-unknown", "format")]
    [InlineData("text\nhello\n", "text/csv", "?delimiter=ab", "delimiter-bad", "delimiter")]
    [InlineData("text\nhello\n", "text/csv; charset=klingon", "", "encoding-unknown", "upload")]
    [InlineData("not json", "application/x-ndjson", "", "not-json-lines", "upload:1")]
    public async Task A_file_of_which_nothing_can_be_used_is_refused_by_the_callers_name_for_it(string body, string type, string query, string code, string place)
    {
        var answer = await _api.PostAsync($"/v1/projects/mail/ingestions{query}", body, type);

        answer.Problem.ShouldBe((400, code, place), answer.Text);
        answer.Text.ShouldNotContain(_api.DataDirectory);
    }

    [Theory]
    [InlineData("""{"text":"t","labels":[{"name":"a"}]}""", "application/json", "project-invalid")]
    [InlineData("""{"name":"other","text":"t","labels":[{"name":"a"},{"name":"b"}]}""", "application/json", "project-name-differs")]
    [InlineData("""{"text":"t","labels":[{"name":"a"},{"name":"b"}],"kind":"astrology"}""", "application/json", "json-unreadable")]
    [InlineData("null", "application/json", "project-invalid")]
    [InlineData("name: broken\nkind: [", "application/yaml", "yaml-syntax")]
    [InlineData("name: broken\nkind: text-classification\ntext: text\nlabels: {a: x}", "application/yaml", "project-invalid")]
    public async Task A_project_that_breaks_a_rule_is_refused_and_nothing_is_saved(string body, string type, string code)
    {
        var answer = await _api.PutAsync("/v1/projects/broken", body, type);

        var (status, foundCode, _) = answer.Problem;
        (status, foundCode).ShouldBe((400, code), answer.Text);
        (await _api.GetAsync("/v1/projects/broken")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(" ", "text-empty")]
    [InlineData("long", "text-too-long")]
    public async Task A_text_that_no_tier_may_see_is_refused(string text, string code)
    {
        await using var api = await ApiBench.StartAsync("--HybridAi:Ingestion:MaxTextCharacters=100");
        await api.SeedMailAsync();
        (await api.PostAsync("/v1/projects/mail/datasets", new { })).Ok(HttpStatusCode.Created);
        await api.RunAsync("/v1/projects/mail/routes", new { tiers = new[] { new { tier = TierNames.Lexical, labeller = "lexical" } } });

        var answer = await api.PostAsync("/v1/projects/mail/predict", new { text = text == "long" ? new string('x', 101) : text });

        answer.Problem.ShouldBe((400, code, "text"), answer.Text);
    }
}
