using System.Net;
using HybridAi.Jobs;
using HybridAi.Tests.Llm;

namespace HybridAi.Tests.Api;

public sealed class BudgetEndpointTests : IAsyncLifetime
{
    private LoopbackOpenAi _server = null!;
    private ApiBench _api = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await LoopbackOpenAi.StartAsync();
        _server.Says("""{"label":"bill","confidence":0.9,"reason":"invoice"}""");
        _api = await ApiBench.StartAsync(
            "--HybridAi:Llm:Models:served:Provider=openai", $"--HybridAi:Llm:Models:served:Endpoint={_server.Endpoint}", "--HybridAi:Llm:Models:served:Model=m",
            "--HybridAi:Llm:Models:served:InputUsdPerMillion=2", "--HybridAi:Llm:Models:served:OutputUsdPerMillion=10");
        await _api.SeedMailAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_budget_is_set_listed_changed_and_removed()
    {
        var set = (await _api.PutAsync("/v1/budgets/tenant/acme/month", """{"capUsd":25.5}""", "application/json")).Ok();
        set.GetProperty("scope").GetString().ShouldBe("tenant");
        set.GetProperty("period").GetString().ShouldBe("month");
        (set.GetProperty("capUsd").GetDecimal(), set.GetProperty("leftUsd").GetDecimal()).ShouldBe((25.5m, 25.5m));

        (await _api.PutAsync("/v1/budgets/project/mail/day", """{"capUsd":1}""", "application/json")).Ok();
        (await _api.PutAsync("/v1/budgets/project/mail/day", """{"capUsd":2}""", "application/json")).Ok().GetProperty("capUsd").GetDecimal().ShouldBe(2);
        (await _api.GetAsync("/v1/budgets")).Ok().GetArrayLength().ShouldBe(2);
        (await _api.GetAsync("/v1/budgets?name=mail")).Ok().GetArrayLength().ShouldBe(1);

        (await RemoveAsync("/v1/budgets/project/mail/day")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await RemoveAsync("/v1/budgets/project/mail/day")).Problem.ShouldBe((404, "budget-unknown", null));
    }

    [Fact]
    public async Task A_job_that_its_budget_stops_fails_with_the_refusal_and_costs_nothing_beyond()
    {
        (await _api.PutAsync("/v1/budgets/project/mail/day", """{"capUsd":0.0001}""", "application/json")).Ok();

        var job = await _api.RunAsync("/v1/projects/mail/labelling-runs", new { labeller = "llm:served" });

        (job.State, job.Fault?.Code).ShouldBe((JobState.Failed, "budget-exhausted"));
        _server.Requests.ShouldBeEmpty();
        var run = (await _api.GetAsync("/v1/projects/mail/labelling-runs")).Ok()[0];
        (run.GetProperty("state").GetString(), run.GetProperty("failed").GetInt64(), run.GetProperty("fault").GetProperty("code").GetString())
            .ShouldBe(("stopped", 0, "budget-exhausted"));
    }

    [Theory]
    [InlineData("/v1/budgets/project/nope/day", """{"capUsd":1}""", 404, "project-unknown")]
    [InlineData("/v1/budgets/planet/mars/day", """{"capUsd":1}""", 400, "budget-name")]
    [InlineData("/v1/budgets/tenant/acme/week", """{"capUsd":1}""", 400, "budget-name")]
    [InlineData("/v1/budgets/tenant/acme/day", """{"capUsd":-1}""", 400, "request-invalid")]
    [InlineData("/v1/budgets/tenant/acme/day", """{}""", 400, "json-unreadable")]
    public async Task What_can_not_be_a_budget_is_refused(string path, string body, int status, string code)
    {
        var (foundStatus, foundCode, _) = (await _api.PutAsync(path, body, "application/json")).Problem;
        (foundStatus, foundCode).ShouldBe((status, code));
    }

    private Task<Answer> RemoveAsync(string path) => _api.SendAsync(HttpMethod.Delete, path, null);
}
