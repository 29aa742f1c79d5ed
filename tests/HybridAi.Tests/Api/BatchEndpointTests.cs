using System.Net;
using System.Text.Json;
using HybridAi.Jobs;

namespace HybridAi.Tests.Api;

public class BatchEndpointTests
{
    private const string Project = "/v1/projects/parcelwise-support";

    [Fact]
    public async Task A_file_is_answered_as_its_texts_are_one_by_one_by_model_and_route()
    {
        await using var api = await ApiBench.StartAsync();
        var tickets = await File.ReadAllTextAsync(Repository.Path("data", "tickets.jsonl"), TestContext.Current.CancellationToken);
        (await api.PutAsync(Project, await File.ReadAllTextAsync(Repository.Path("data", "project.yaml"), TestContext.Current.CancellationToken), "application/yaml")).Ok();
        (await api.PostAsync($"{Project}/ingestions?id=id", tickets, "application/x-ndjson")).Ok();
        (await api.RunAsync($"{Project}/labelling-runs", new { labeller = "llm:large" })).State.ShouldBe(JobState.Done);
        (await api.PostAsync($"{Project}/datasets", new { labellers = new[] { "llm:large" } })).Ok(HttpStatusCode.Created);
        var model = (await api.RunAsync($"{Project}/models", new { seed = 7 })).Result!.Value.GetProperty("model").GetString()!;
        (await api.RunAsync($"{Project}/routes", new { tiers = new[] { new { tier = "classical", labeller = $"model:{model}", costPerCallUsd = 0 } } })).State.ShouldBe(JobState.Done);
        List<JsonElement> rows = [.. tickets.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(300).Select(line => JsonDocument.Parse(line).RootElement)];

        var accepted = await api.PostAsync($"{Project}/batches?source=tickets.jsonl", string.Join('\n', rows.Select(row => row.GetRawText())), "application/x-ndjson");
        var id = accepted.Ok(HttpStatusCode.Accepted).GetProperty("id").GetString()!;
        var job = (await ((JobDesk)api.Services.GetService(typeof(JobDesk))!).WhenEndedAsync(id, TestContext.Current.CancellationToken)).Value;
        job.State.ShouldBe(JobState.Done, job.Fault?.ToString());
        var output = (await api.GetAsync($"{Project}/batches/{id}/output")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();

        var single = (await api.PostAsync($"{Project}/predict", new { items = rows.Select(row => new { text = row.GetProperty("text").GetString() }) })).Ok().EnumerateArray().ToList();
        output.Select(row => row.GetProperty("id").GetString()).ShouldBe(rows.Select(row => row.GetProperty("id").GetString()));
        foreach (var (row, answer) in output.Select(row => row.GetProperty("prediction")).Zip(single))
        {
            row.GetProperty("label").GetString().ShouldBe(answer.GetProperty("label").GetString());
            row.GetProperty("reliability").GetDouble().ShouldBe(answer.GetProperty("confidence").GetDouble(), 1e-6);
            answer.GetProperty("versions").GetProperty("route").GetString()!.ShouldStartWith(row.GetProperty("route").GetString()!);
        }

        var listed = (await api.GetAsync($"{Project}/batches")).Ok().EnumerateArray().ShouldHaveSingleItem();
        listed.GetProperty("answered").GetInt32().ShouldBe(300);
        (await api.GetAsync($"{Project}/batches/job-none/output")).Problem.ShouldBe((404, "job-unknown", null));
    }
}
