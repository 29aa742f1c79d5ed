using System.Globalization;
using System.Net;
using System.Text.Json;
using HybridAi.Curate.Projects;
using HybridAi.Jobs;
using HybridAi.Storage;
using HybridAi.Tests.Learn;

namespace HybridAi.Tests.Api;

/// <summary>Both tabular kinds over HTTP, on the invented deliveries and with recorded answers of models that nobody asked.</summary>
public sealed class TabularFlowTests : IDisposable
{
    private const string Rainy = """{"weekday":"fri","hour":17,"depot":"harbour","kilometres":22,"stops":9,"weather":"rain","note":"lift out of order"}""";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("delays")]
    [InlineData("outcomes")]
    public async Task A_table_becomes_certified_predictions_of_its_rows(string name)
    {
        var project = name == "delays" ? DeliveryRows.Delays : DeliveryRows.Outcomes;
        await using var api = await ApiBench.StartAsync($"--HybridAi:Llm:Models:large:AnswersFile={Answers(project)}");
        var path = await TrainedAsync(api, project);
        var built = await BuildAsync(api, path, project);
        built.State.ShouldBe(JobState.Done, built.Fault?.ToString());
        var live = (await api.GetAsync($"{path}/routes/live")).Ok();
        live.GetProperty("evidence").GetProperty("certificate").GetProperty("state").GetString().ShouldBe("certified", live.GetRawText());
        live.GetProperty("steps")[0].GetProperty("tier").GetString().ShouldBe("classical");

        var one = (await api.PostAsync($"{path}/predict", $$"""{"id":"r1","fields":{{Rainy}}}""", "application/json")).Ok();
        one.GetProperty("id").GetString().ShouldBe("r1");
        one.GetProperty("label").GetString().ShouldBe(project.Scale is null ? "late" : one.GetProperty("label").GetString());
        if (project.Scale is not null) double.Parse(one.GetProperty("label").GetString()!, CultureInfo.InvariantCulture).ShouldBeInRange(25, 50);

        var many = (await api.PostAsync($"{path}/predict", $$"""{"items":[{"id":"a","fields":{{Rainy}}},{"id":"b","fields":{"hour":"noon"} },{"id":"c","text":"{\"hour\": 17.0}"}]}""", "application/json")).Ok();
        many.EnumerateArray().Select(answer => answer.TryGetProperty("fault", out var fault) && fault.ValueKind == JsonValueKind.Object ? fault.GetProperty("code").GetString() : null)
            .ShouldBe([null, "cell-not-number", null]);
        many[0].GetProperty("label").GetString().ShouldBe(one.GetProperty("label").GetString());

        var stream = await api.PostAsync($"{path}/predict/stream", $$"""{"id":"a","fields":{{Rainy}}}""" + "\n" + """{"id":"b","fields":{"hour":7,"wind":3}}""" + "\n", "application/x-ndjson");
        stream.Lines()[0].GetProperty("label").GetString().ShouldBe(one.GetProperty("label").GetString());
        stream.Lines()[1].GetProperty("fault").GetProperty("code").GetString().ShouldBe("field-unknown");

        var explained = (await api.PostAsync($"{path}/routes/explain", $$"""{"fields":{{Rainy}}}""", "application/json")).Ok();
        explained.GetProperty("label").GetString().ShouldBe(one.GetProperty("label").GetString());

        (await api.GetAsync($"{path}/report")).Ok().GetProperty("predictions").GetInt32().ShouldBe(6);
        api.Log.Text.ShouldNotContain("lift out of order");
    }

    [Fact]
    public async Task A_file_is_answered_by_its_columns_as_its_rows_are_one_by_one()
    {
        await using var api = await ApiBench.StartAsync($"--HybridAi:Llm:Models:large:AnswersFile={Answers(DeliveryRows.Delays)}");
        var path = await TrainedAsync(api, DeliveryRows.Delays);
        (await api.RunAsync($"{path}/routes", new { tiers = new[] { new { tier = "classical", labeller = (string?)null } }, tolerance = 5 })).State.ShouldBe(JobState.Done);
        var file = "id,note,hour,depot,unknown\n1,\"ring, twice\",17,north,x\n2,,late,north,x\n3,,,north,x\n4,a,7\n5,\"a \"\"b\"\"\",7,south,x\n";

        var id = (await api.PostAsync($"{path}/batches?source=rows.csv", file, "text/csv")).Ok(HttpStatusCode.Accepted).GetProperty("id").GetString()!;
        (await ((JobDesk)api.Services.GetService(typeof(JobDesk))!).WhenEndedAsync(id, TestContext.Current.CancellationToken)).Value.State.ShouldBe(JobState.Done);
        var output = (await api.GetAsync($"{path}/batches/{id}/output")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        output.Skip(1).Select(line => line.Split(',')[^1]).ShouldBe(["", "cell-not-number", "cell-missing", "wrong-field-count", ""]);
        var single = (await api.PostAsync($"{path}/predict", """{"fields":{"hour":17,"depot":"north","note":"ring, twice"}}""", "application/json")).Ok();
        output[1].ShouldStartWith($"1,\"ring, twice\",17,north,x,{single.GetProperty("label").GetString()},");

        var lines = "{\"hour\":17,\"depot\":\"north\",\"note\":\"ring, twice\",\"more\":1}\n{\"hour\":[7]}\n{\"hour\":7\n";
        id = (await api.PostAsync($"{path}/batches?source=rows.jsonl", lines, "application/x-ndjson")).Ok(HttpStatusCode.Accepted).GetProperty("id").GetString()!;
        (await ((JobDesk)api.Services.GetService(typeof(JobDesk))!).WhenEndedAsync(id, TestContext.Current.CancellationToken)).Value.State.ShouldBe(JobState.Done);
        var answers = (await api.GetAsync($"{path}/batches/{id}/output")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("prediction")).ToList();
        answers[0].GetProperty("label").GetString().ShouldBe(single.GetProperty("label").GetString());
        answers.Skip(1).Select(answer => answer.GetProperty("fault").GetString()).ShouldBe(["cell-not-value", "malformed-json"]);
    }

    [Fact]
    public async Task What_is_no_row_is_refused_as_ingestion_would_and_texts_stay_texts()
    {
        await using var api = await ApiBench.StartAsync($"--HybridAi:Llm:Models:large:AnswersFile={Answers(DeliveryRows.Delays)}");
        var path = await TrainedAsync(api, DeliveryRows.Delays, train: false);
        (await api.RunAsync($"{path}/routes", new { tiers = new[] { new { tier = "large-llm", labeller = "llm:large" } } })).State.ShouldBe(JobState.Done);
        await api.SeedMailAsync();
        (await api.PostAsync("/v1/projects/mail/datasets", new { })).Ok(HttpStatusCode.Created);
        (await api.RunAsync("/v1/projects/mail/routes", new { tiers = new[] { new { tier = "lexical" } } })).State.ShouldBe(JobState.Done);

        (await Code("""{"fields":{"hour":7,"wind":1}}""")).ShouldBe((400, "field-unknown", "wind"));
        (await Code("""{"fields":{"hour":"noon"}}""")).ShouldBe((400, "cell-not-number", "hour"));
        (await Code("""{"fields":{"hour":"NaN"}}""")).ShouldBe((400, "cell-not-number", "hour"));
        (await Code("""{"fields":{"hour":[7]}}""")).ShouldBe((400, "cell-not-value", "hour"));
        (await Code("""{"fields":{"depot":"north"}}""")).ShouldBe((400, "cell-missing", "hour"));
        (await Code("""{"fields":{}}""")).ShouldBe((400, "cell-missing", "hour"));
        (await Code("""{"fields":{"hour":7},"text":"x"}""")).ShouldBe((400, "text-and-fields", "fields"));
        (await Code("""{"text":"seven in the morning"}""")).ShouldBe((400, "fields-not-object", "fields"));
        (await Code("""{"text":" "}""")).ShouldBe((400, "fields-missing", "fields"));
        (await api.PostAsync($"{path}/predict", """{"fields":{"hour":NaN}}""", "application/json")).Problem.Status.ShouldBe(400);
        (await api.PostAsync($"{path}/predict", """{"fields":{"hour":7,"hour":8}}""", "application/json")).Problem.Status.ShouldBe(400);
        (await api.PostAsync("/v1/projects/mail/predict", """{"fields":{"hour":7}}""", "application/json")).Problem.ShouldBe((400, "fields-unfit", "fields"));
        (await api.PostAsync("/v1/projects/mail/predict", """{"text":"my invoice"}""", "application/json")).Ok().GetProperty("label").GetString().ShouldBe("bill");

        async Task<(int, string, string?)> Code(string body) => (await api.PostAsync($"{path}/predict", body, "application/json")).Problem;
    }

    [Fact]
    public async Task A_definition_goes_in_and_comes_back_and_what_is_wrong_with_it_is_said()
    {
        await using var api = await ApiBench.StartAsync();
        var saved = (await api.PutAsync("/v1/projects/p", """{"kind":"tabular-regression","label":"y","columns":[{"name":"a","type":"number","required":true},{"name":"b","type":"category","definition":"which"}],"target":{"lowest":0,"highest":10,"step":0.5}}""", "application/json")).Ok().GetProperty("definition");

        saved.GetProperty("columns")[1].GetProperty("definition").GetString().ShouldBe("which");
        saved.GetProperty("target").GetProperty("step").GetDecimal().ShouldBe(0.5m);
        (await api.PutAsync("/v1/projects/p", """{"kind":"tabular-regression","text":"t","columns":[],"labels":[{"name":"a"},{"name":"b"}]}""", "application/json")).Detail.ShouldSatisfyAllConditions(
            detail => detail.ShouldContain("'text' does not belong"), detail => detail.ShouldContain("'columns' has 1 to 500 columns"),
            detail => detail.ShouldContain("'labels' does not belong"), detail => detail.ShouldContain("'target' is missing"));
        (await api.PutAsync("/v1/projects/p", """{"kind":"text-classification","labels":[{"name":"a"},{"name":"b"}]}""", "application/json")).Detail.ShouldContain("'text' is empty");
        var document = (await api.GetAsync("/openapi/v1.json")).Ok().GetProperty("components").GetProperty("schemas");
        document.GetProperty("PredictRequest").GetProperty("properties").TryGetProperty("fields", out _).ShouldBeTrue();
        document.GetProperty("ProjectDefinition").GetProperty("properties").TryGetProperty("columns", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task A_person_corrects_a_row_and_slices_are_protected_by_category()
    {
        await using var api = await ApiBench.StartAsync($"--HybridAi:Llm:Models:large:AnswersFile={Answers(DeliveryRows.Delays)}");
        var path = await TrainedAsync(api, DeliveryRows.Delays, train: false);

        var next = (await api.GetAsync($"{path}/review/next?annotator=ada")).Ok().GetProperty("record");
        RowText.Of(DeliveryRows.Delays)!.IsRow(next.GetProperty("text").GetString()!).ShouldBeTrue();
        (await api.PostAsync($"{path}/review/{next.GetProperty("id").GetString()}/correct", new { annotator = "ada", label = "33.4" })).Ok().GetProperty("label").GetString().ShouldBe("33");
        (await api.PostAsync($"{path}/datasets", new { })).Ok(HttpStatusCode.Created).GetProperty("sources").GetProperty("annotation").GetInt32().ShouldBe(1);
        (await api.RunAsync($"{path}/models", new { tolerance = 5 })).Result!.Value.GetProperty("stage").GetString().ShouldBe("champion");

        var built = await api.RunAsync($"{path}/routes", new
        {
            tiers = new object[] { new { tier = "classical" }, new { tier = "large-llm", labeller = "llm:large" } }, margin = 0.3, tolerance = 5, sliceFields = new[] { "weather" }, sliceMargin = 0.5,
        });
        built.State.ShouldBe(JobState.Done, built.Fault?.ToString());
        (await api.GetAsync($"{path}/routes/live")).Text.ShouldContain("weather=rain");
        (await api.RunAsync($"{path}/routes", new { tiers = new object[] { new { tier = "classical" } }, sliceFields = new[] { "hour" } })).Fault!.Code.ShouldBe("slice-field-unknown");
    }

    private static async Task<string> TrainedAsync(ApiBench api, Project project, bool train = true)
    {
        var path = $"/v1/projects/{project.Name}";
        (await api.PutAsync(path, JsonSerializer.Serialize(HybridAi.Api.ProjectDefinition.Of(project), Web), "application/json")).Ok();
        var table = await File.ReadAllTextAsync(Repository.Path("data", "deliveries.csv"), TestContext.Current.CancellationToken);
        (await api.PostAsync($"{path}/ingestions?source=deliveries.csv", table, "text/csv")).Ok().GetProperty("profile").GetProperty("accepted").GetInt32().ShouldBe(900);
        (await api.PostAsync($"{path}/datasets", new { })).Ok(HttpStatusCode.Created);
        if (!train) return path;
        var trained = await api.RunAsync($"{path}/models", new { tolerance = 5 });
        trained.State.ShouldBe(JobState.Done, trained.Fault?.ToString());
        trained.Result!.Value.GetProperty("stage").GetString().ShouldBe("champion", trained.Result!.Value.GetRawText());
        return path;
    }

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private static Task<Job> BuildAsync(ApiBench api, string path, Project project) => api.RunAsync(
        $"{path}/routes", new { tiers = new object[] { new { tier = "classical" }, new { tier = "large-llm", labeller = "llm:large" } }, margin = 0.2, tolerance = project.Scale is null ? null : (double?)5 });

    // Right on 19 of 20 rows, so that the model is a rival.
    private string Answers(Project project) => _folder.Write("answers.jsonl", string.Concat(DeliveryRows.All.Index().DistinctBy(row => row.Item.Text).Select(row =>
    {
        var gold = DeliveryRows.LabelOf(project, row.Item);
        var said = row.Index % 20 > 0 ? gold : project.Scale is null ? gold == "late" ? "in time" : "late" : "120";
        return Json.Write(new { id = $"r{row.Index}", text = row.Item.Text, gold, answers = new { large = new { label = said, costUsd = 0.004m, confidence = 0.9 } } }) + "\n";
    })));
}
