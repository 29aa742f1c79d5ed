using HybridAi.Curate.Labelling;
using HybridAi.Jobs;
using HybridAi.Tests.Llm;

namespace HybridAi.Tests.Api;

public sealed class LabellingEndpointTests : IAsyncLifetime
{
    private const string Runs = "/v1/projects/mail/labelling-runs";
    private LoopbackOpenAi _server = null!;
    private ApiBench _api = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await LoopbackOpenAi.StartAsync();
        _server.Says("""{"label":"bill","confidence":0.9,"reason":"invoice"}""");
        _server.Usage = (200, 0, 40);
        _api = await ApiBench.StartAsync(
            "--HybridAi:Llm:Models:served:Provider=openai", $"--HybridAi:Llm:Models:served:Endpoint={_server.Endpoint}", "--HybridAi:Llm:Models:served:Model=m",
            "--HybridAi:Llm:Models:served:InputUsdPerMillion=1000", "--HybridAi:Llm:Models:served:OutputUsdPerMillion=10000",
            "--HybridAi:Llm:Models:foreign:Provider=openai", "--HybridAi:Llm:Models:foreign:Endpoint=https://models.invalid/v1", "--HybridAi:Llm:Models:foreign:Model=m",
            "--HybridAi:Llm:Models:foreign:ApiKeyVariable=PATH");
        await _api.SeedMailAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_run_above_the_limit_is_refused_with_its_estimate_until_somebody_agrees_to_it()
    {
        var refused = await _api.PostAsync(Runs, new { labeller = "llm:served" });

        refused.Problem.ShouldBe((409, "label-unconfirmed", null));
        var high = refused["estimate"].GetProperty("highUsd").GetDecimal();
        high.ShouldBeGreaterThan(10);
        refused.Detail.ShouldContain("confirmCostUsd");
        (await _api.GetAsync($"{Runs}/estimate?labeller=llm:served")).Ok().GetProperty("highUsd").GetDecimal().ShouldBe(high);
        (await _api.PostAsync(Runs, new { labeller = "llm:served", confirmCostUsd = high - 0.000001m })).Problem.Code.ShouldBe("label-unconfirmed");
        (await _api.GetAsync("/v1/jobs")).Ok().GetArrayLength().ShouldBe(0);
        _server.Requests.ShouldBeEmpty();

        (await _api.RunAsync(Runs, new { labeller = "llm:served", confirmCostUsd = high })).State.ShouldBe(JobState.Done);

        _server.Requests.Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_pilot_is_part_of_the_run_and_not_paid_again()
    {
        (await _api.PostAsync(Runs, new { labeller = "llm:served", pilot = 2 })).Problem.Code.ShouldBe("label-unconfirmed");
        var pilot = (await _api.GetAsync($"{Runs}/estimate?labeller=llm:served&pilot=2")).Ok();
        pilot.GetProperty("records").GetInt64().ShouldBe(2);

        (await _api.RunAsync(Runs, new { labeller = "llm:served", pilot = 2, confirmCostUsd = 1000 })).State.ShouldBe(JobState.Done);

        _server.Requests.Count.ShouldBe(2);
        var after = (await _api.GetAsync($"{Runs}/estimate?labeller=llm:served")).Ok();
        (after.GetProperty("records").GetInt64(), after.GetProperty("alreadyLabelled").GetInt64(), after.GetProperty("callsInHistory").GetInt64()).ShouldBe((4, 2, 2));
        after.GetProperty("likelyUsd").GetDecimal().ShouldBeGreaterThan(0);
        (await _api.RunAsync(Runs, new { labeller = "llm:served", confirmCostUsd = 1000 })).State.ShouldBe(JobState.Done);
        _server.Requests.Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_cost_that_nobody_knows_is_said_and_must_be_agreed_to_as_such()
    {
        var refused = await _api.PostAsync(Runs, new { labeller = "llm:foreign", confirmCostUsd = 1000 });

        refused.Problem.Code.ShouldBe("label-unconfirmed");
        refused.Detail.ShouldContain("nobody knows");
        refused.Detail.ShouldContain("confirmUnknownCost");
        refused["estimate"].TryGetProperty("highUsd", out var high).ShouldBe(high.ValueKind == System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task What_the_cache_would_answer_is_subtracted_for_the_tenant_that_has_it()
    {
        var before = (await EstimateAsync("acme")).Deserialize();
        before.CacheHits.ShouldBe(0);

        await RunAsync("acme");
        await ForgetLabelsAsync();

        var (acme, other) = ((await EstimateAsync("acme")).Deserialize(), (await EstimateAsync("other")).Deserialize());
        (acme.Records, acme.CacheHits, acme.HighUsd, acme.InputTokens).ShouldBe((6, 6, 0m, 0));
        (other.Records, other.CacheHits).ShouldBe((6, 0));
        other.HighUsd.ShouldNotBeNull().ShouldBeGreaterThan(0);
        await RunAsync("acme", confirm: 0);
        _server.Requests.Count.ShouldBe(6, "the second run was free, as estimated");
    }

    [Fact]
    public async Task A_tenant_s_and_a_key_s_budget_hold_for_jobs()
    {
        (await _api.PutAsync("/v1/budgets/tenant/acme/day", """{"capUsd":0}""", "application/json")).Ok();
        (await _api.PutAsync("/v1/budgets/key/k1/day", """{"capUsd":0}""", "application/json")).Ok();

        foreach (var (header, value) in new[] { ("x-hybridai-tenant", "acme"), ("x-hybridai-key", "k1") })
        {
            var job = await _api.RunAsync(Runs, new { labeller = "llm:served", confirmCostUsd = 1000 }, (header, value));
            (job.State, job.Fault?.Code).ShouldBe((JobState.Failed, "budget-exhausted"), header);
            job.Fault!.Reason.ShouldContain(value);
        }

        _server.Requests.ShouldBeEmpty();
        (await _api.RunAsync(Runs, new { labeller = "llm:served", confirmCostUsd = 1000 }, ("x-hybridai-tenant", "other"))).State.ShouldBe(JobState.Done);
    }

    [Fact]
    public async Task A_payer_s_name_has_its_bounds()
        => (await _api.PostAsync(Runs, new { labeller = "lexical" }, ("x-hybridai-tenant", new string('x', 101)))).Problem.ShouldBe((400, "payer-invalid", "x-hybridai-tenant"));

    private async Task RunAsync(string tenant, decimal confirm = 1000)
        => (await _api.RunAsync(Runs, new { labeller = "llm:served", confirmCostUsd = confirm }, ("x-hybridai-tenant", tenant))).State.ShouldBe(JobState.Done);

    private Task<Answer> EstimateAsync(string tenant) => _api.GetAsync($"{Runs}/estimate?labeller=llm:served", null, ("x-hybridai-tenant", tenant));

    // As after a lost journal: the answers are still in the cache.
    private async Task ForgetLabelsAsync()
    {
        await using var connection = await _api.Database.OpenAsync(TestContext.Current.CancellationToken);
        await Dapper.SqlMapper.ExecuteAsync(connection, "DELETE FROM labels");
    }
}

file static class Estimates
{
    public static LabellingEstimate Deserialize(this Answer answer) => HybridAi.Storage.Json.Read<LabellingEstimate>(answer.Ok().GetRawText());
}
