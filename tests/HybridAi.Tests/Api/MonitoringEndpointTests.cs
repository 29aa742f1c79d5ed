using HybridAi.Serve.Monitoring;
using HybridAi.Tests.Api.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api;

public class MonitoringEndpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Traffic_and_alerts_are_shown_and_an_alert_is_acknowledged()
    {
        await using var api = await ApiBench.StartAsync();
        await PrometheusPrograms.TrafficAsync(api);
        await api.Services.GetRequiredService<AlertStore>().RaiseAsync("mail", new(AlertKind.InputDrift, "model", "Texts differ."), Cancellation);

        var shown = (await api.GetAsync("/v1/projects/mail/monitoring")).Ok();

        shown.GetProperty("day")[0].GetProperty("tier").GetString().ShouldBe("none");
        shown.GetProperty("day")[0].GetProperty("predictions").GetInt64().ShouldBe(3);
        shown.GetProperty("day")[0].GetProperty("errors").GetInt64().ShouldBe(3);
        shown.GetProperty("day")[0].GetProperty("latency").TryGetProperty("p95Ms", out _).ShouldBeTrue();
        shown.GetProperty("windows").GetArrayLength().ShouldBe(0);
        var alert = shown.GetProperty("alerts")[0];
        alert.GetProperty("kind").GetString().ShouldBe("input-drift");
        var id = alert.GetProperty("id").GetString();
        (await api.GetAsync("/v1/projects/mail/alerts?open=true")).Ok().GetArrayLength().ShouldBe(1);

        (await api.PostAsync($"/v1/projects/mail/alerts/{id}/acknowledge", new { note = "a campaign" })).Ok().GetProperty("note").GetString().ShouldBe("a campaign");

        (await api.GetAsync("/v1/projects/mail/alerts?open=true")).Ok().GetArrayLength().ShouldBe(0);
        (await api.GetAsync("/v1/projects/mail/alerts")).Ok().GetArrayLength().ShouldBe(1);
        (await api.PostAsync("/v1/projects/mail/alerts/none/acknowledge", new { })).Problem.ShouldBe((404, "alert-unknown", null));
        (await api.GetAsync("/v1/projects/none/monitoring")).Problem.Code.ShouldBe("project-unknown");
        (await api.GetAsync("/v1/projects/none/alerts")).Problem.Code.ShouldBe("project-unknown");
    }
}
