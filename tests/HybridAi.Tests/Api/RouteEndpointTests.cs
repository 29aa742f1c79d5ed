using HybridAi.Curate.Datasets;
using HybridAi.Curate.Projects;
using HybridAi.Jobs;
using HybridAi.Learning.Routing;
using HybridAi.Serve.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api;

public sealed class RouteEndpointTests : IAsyncLifetime
{
    private const string Routes = "/v1/projects/mail/routes";
    private ApiBench _api = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiBench.StartAsync("--HybridAi:Ingestion:MaxTextCharacters=100");
        await _api.SeedMailAsync();
        await _api.RunAsync("/v1/projects/mail/labelling-runs", new { labeller = "lexical" });
        (await _api.PostAsync("/v1/projects/mail/datasets", new { })).Ok(System.Net.HttpStatusCode.Created);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_text_is_walked_step_by_step_along_the_live_route_or_another_and_counts_as_no_prediction()
    {
        await BuildAsync();
        var other = await CascadeAsync();

        var live = (await _api.PostAsync($"{Routes}/explain", new { text = "My password was refused again" })).Ok();
        live.GetProperty("label").GetString().ShouldBe("login");
        live.GetProperty("reason").GetArrayLength().ShouldBe(1);
        var walked = (await _api.PostAsync($"{Routes}/explain", new { text = "My password was refused again", route = other.Hash[..10] })).Ok();
        walked.GetProperty("reason").EnumerateArray().Select(step => step.GetProperty("tier").GetString()).ShouldBe(["lexical", "large-llm"]);
        walked.GetProperty("reason")[0].GetProperty("threshold").GetDouble().ShouldBe(0.999);
        walked.GetProperty("reason")[0].GetProperty("stopped").GetBoolean().ShouldBeFalse();
        // It was asked, and cost nothing: what was measured goes before the mean.
        walked.GetProperty("referenceCostUsd").GetDecimal().ShouldBe(0);

        (await _api.GetAsync("/v1/projects/mail/report")).Ok().GetProperty("predictions").GetInt32().ShouldBe(0);
        (await _api.PostAsync($"{Routes}/explain", new { text = new string('x', 101) })).Problem.ShouldBe((400, "text-too-long", "text"));
        (await _api.PostAsync($"{Routes}/explain", new { text = "hello", route = "" })).Problem.Code.ShouldBe("route-ambiguous");
    }

    [Fact]
    public async Task An_uncertified_route_does_not_go_live_and_is_tested_again_as_a_job()
    {
        await BuildAsync();
        var reference = (await _api.GetAsync($"{Routes}/live")).Ok().GetProperty("hash").GetString()!;
        var cascade = await CascadeAsync();

        var refused = await _api.PostAsync($"{Routes}/{cascade.Hash}/live", new { reason = "because" });
        refused.Problem.ShouldBe((409, "route-uncertified", null));
        refused.Detail.ShouldContain("Nobody looked.");

        var job = await _api.RunAsync($"{Routes}/{cascade.Hash[..10]}/certify", new { });
        job.State.ShouldBe(JobState.Done, job.Fault?.ToString());
        var certificate = job.Result!.Value.GetProperty("certificate");
        certificate.GetProperty("state").GetString().ShouldBe("notEnoughData");
        certificate.GetProperty("rowsNeeded").GetInt32().ShouldBeGreaterThan(250);
        job.Result!.Value.GetProperty("route").GetString().ShouldBe(cascade.Hash);

        (await _api.PostAsync($"{Routes}/{reference}/certify", new { })).Problem.ShouldBe((409, "route-is-reference", null));
        (await _api.PostAsync($"{Routes}/{cascade.Hash}/certify", new { dataset = "ffff" })).Problem.Code.ShouldBe("dataset-unknown");
        (await _api.PostAsync($"{Routes}/{cascade.Hash}/live", new { reason = "" })).Problem.ShouldBe((400, "request-invalid", "reason"));
    }

    [Fact]
    public async Task A_route_tells_its_certificate_and_front_and_not_its_policy()
    {
        var job = await _api.RunAsync(Routes, new { tiers = new[] { new { tier = "lexical" } }, certify = "held-out", maxLatencyMs = 500, budgetUsd = 0.01, sliceMargin = 0.05 });
        job.State.ShouldBe(JobState.Done, job.Fault?.ToString());

        var live = (await _api.GetAsync($"{Routes}/live")).Ok();

        live.GetProperty("evidence").GetProperty("certificate").GetProperty("state").GetString().ShouldBe("refused");
        live.GetProperty("evidence").GetProperty("front").GetArrayLength().ShouldBe(0);
        live.TryGetProperty("policy", out _).ShouldBeFalse();
        var unknown = await _api.RunAsync(Routes, new { tiers = new[] { new { tier = "lexical" } }, sliceFields = new[] { "region" } });
        (unknown.State, unknown.Fault?.Code).ShouldBe((JobState.Failed, "slice-field-unknown"));
    }

    private async Task BuildAsync()
    {
        var job = await _api.RunAsync(Routes, new { tiers = new[] { new { tier = TierNames.Lexical } } });
        job.State.ShouldBe(JobState.Done, job.Fault?.ToString());
    }

    // Lexical, and behind it itself as if it were dear: nobody else has an answer to these texts.
    private async Task<StoredRoute> CascadeAsync()
    {
        var project = (await _api.Services.GetRequiredService<ProjectStore>().FindAsync("mail", Cancellation)).Value;
        var dataset = (await _api.Services.GetRequiredService<DatasetStore>().ListAsync("mail", Cancellation))[0].Hash;
        var version = (await _api.Services.GetRequiredService<OpenLabeller>()(project.Definition, dataset, "lexical", Cancellation)).Value.Version;
        string[] labels = ["bill", "login"];
        var route = new Route(
            project.Definition, project.Version, [new("lexical", "lexical", version, 0.999, 0), new("large-llm", "lexical", version, null, 0.002m)],
            new(RoutingPolicy.ByConfidence(LabelSpace.Of(2), [0.999, null])), labels, new("large-llm", "lexical", version, 0.002m), null, dataset,
            new(RouteCertificate.Nothing(new(), "Nobody looked."), [], null, null, []));
        return await _api.Services.GetRequiredService<RouteStore>().SaveAsync(route, Cancellation);
    }
}
