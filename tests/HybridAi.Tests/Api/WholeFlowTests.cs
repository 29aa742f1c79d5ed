using System.Net;
using HybridAi.Jobs;

namespace HybridAi.Tests.Api;

public class WholeFlowTests
{
    private const string Project = "/v1/projects/parcelwise-support";

    [Fact]
    public async Task A_file_becomes_predictions_with_a_report_and_no_customer_text_in_the_log()
    {
        await using var api = await ApiBench.StartAsync();
        (await api.PutAsync(Project, await FileAsync("project.yaml"), "application/yaml")).Ok().GetProperty("version").GetInt32().ShouldBe(1);

        var ingested = (await api.PostAsync($"{Project}/ingestions?source=tickets.jsonl&id=id", await FileAsync("tickets.jsonl"), "application/x-ndjson")).Ok();
        ingested.GetProperty("profile").GetProperty("accepted").GetInt32().ShouldBe(1080);

        var labelling = await api.RunAsync($"{Project}/labelling-runs", new { labeller = "llm:large" });
        (labelling.State, labelling.Result!.Value.GetProperty("labelled").GetInt32()).ShouldBe((JobState.Done, 1080));
        labelling.Progress!.Value.GetProperty("done").GetInt32().ShouldBe(1080);

        (await api.PutAsync($"{Project}/review/settings", """{"blindShare": 0}""", "application/json")).Ok();
        var item = (await api.GetAsync($"{Project}/review/next?annotator=ada&queue=doubtful")).Ok();
        var record = item.GetProperty("record").GetProperty("id").GetString();
        var text = item.GetProperty("record").GetProperty("text").GetString()!;
        (await api.PostAsync($"{Project}/review/{record}/accept", new { annotator = "ada" })).Ok().GetProperty("action").GetString().ShouldBe("accept");

        var dataset = (await api.PostAsync($"{Project}/datasets", new { labellers = new[] { "llm:large" } })).Ok(HttpStatusCode.Created);
        dataset.GetProperty("sources").GetProperty("annotation").GetInt32().ShouldBe(1);

        var training = await api.RunAsync($"{Project}/models", new { seed = 7 });
        training.State.ShouldBe(JobState.Done, training.Fault?.ToString());
        var model = training.Result!.Value.GetProperty("model").GetString()!;
        (await api.PostAsync($"{Project}/models/{model[..8]}/promote", new { reason = "the first one" })).Ok().GetProperty("stage").GetString().ShouldBe("champion");

        object[] tiers = [new { tier = "classical", costPerCallUsd = 0 }, new { tier = "large-llm", labeller = "llm:large" }];
        var building = await api.RunAsync($"{Project}/routes", new { tiers, margin = 0.05 });
        building.State.ShouldBe(JobState.Done, building.Fault?.ToString());
        var live = (await api.GetAsync($"{Project}/routes/live")).Ok();
        live.GetProperty("dataset").GetString().ShouldBe(dataset.GetProperty("hash").GetString());

        var one = (await api.PostAsync($"{Project}/predict", new { id = "mine", text })).Ok();
        one.GetProperty("id").GetString().ShouldBe("mine");
        one.GetProperty("label").GetString().ShouldNotBeNull();
        one.GetProperty("versions").GetProperty("route").GetString().ShouldBe(live.GetProperty("hash").GetString());
        var two = (await api.PostAsync($"{Project}/predict", new { items = new[] { new { id = "a", text }, new { id = "b", text = " " } } })).Ok();
        two.EnumerateArray().Select(each => each.GetProperty("id").GetString()).ShouldBe(["a", "b"]);
        two[1].GetProperty("fault").GetProperty("code").GetString().ShouldBe("text-empty");

        (await api.GetAsync($"{Project}/report")).Ok().GetProperty("predictions").GetInt32().ShouldBe(3);
        var csv = await api.GetAsync($"{Project}/report", "text/csv");
        (csv.Status, csv.ContentType).ShouldBe((HttpStatusCode.OK, "text/csv"));
        csv.Text.ShouldStartWith("account,name,count,failed,costUsd");

        api.Log.Text.ShouldContain("Job job-");
        api.Log.Text.ShouldNotContain(text[..20]);
    }

    private static Task<string> FileAsync(string name) => File.ReadAllTextAsync(Repository.Path("data", name), TestContext.Current.CancellationToken);
}
