using HybridAi.Serve.Routing;
using HybridAi.Tests.Serve;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api;

public class SuccessionEndpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_candidate_is_started_looked_at_and_stopped_and_settings_are_kept()
    {
        await using var api = await ApiBench.StartAsync();
        await api.SeedMailAsync();
        var routes = api.Services.GetRequiredService<RouteStore>();
        var live = await routes.SaveAsync(ServeBench.RouteOver((TierNames.LargeLlm, FakeLabeller.Sure("llm:large", "bill", 1), null)), Cancellation);
        var candidate = await routes.SaveAsync(ServeBench.RouteOver((TierNames.Lexical, FakeLabeller.Sure("lexical", "bill", 1), null)), Cancellation);
        await routes.MakeLiveAsync("mail", live.Hash, "test", Cancellation);

        (await api.PutAsync("/v1/projects/mail/succession/settings", new { canaryShare = 0.2, automatic = false })).Ok();
        (await api.PostAsync("/v1/projects/mail/succession", new { route = candidate.Hash, reason = "try it" })).Ok().GetProperty("state").GetString().ShouldBe("shadow");

        (await api.PostAsync("/v1/projects/mail/succession", new { route = candidate.Hash, reason = "again" })).Problem.ShouldBe((409, "succession-running", null));
        (await api.PutAsync("/v1/projects/mail/succession/settings", new { canaryShare = 0.9 })).Problem.ShouldBe((400, "succession-settings-invalid", null));
        var shown = (await api.GetAsync("/v1/projects/mail/succession")).Ok();
        shown.GetProperty("running").GetProperty("candidate").GetString().ShouldBe(candidate.Hash);
        shown.GetProperty("settings").GetProperty("canaryShare").GetDouble().ShouldBe(0.2);
        (await api.PostAsync("/v1/projects/mail/succession/stop", new { reason = "enough" })).Ok().GetProperty("state").GetString().ShouldBe("stopped");
        (await api.PostAsync("/v1/projects/mail/succession/stop", new { reason = "enough" })).Problem.ShouldBe((409, "no-succession", null));
        (await api.GetAsync("/v1/projects/none/succession")).Problem.Code.ShouldBe("project-unknown");
    }
}
