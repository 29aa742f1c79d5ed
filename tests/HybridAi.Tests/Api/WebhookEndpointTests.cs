using System.Net;
using HybridAi.Tests.Jobs.Webhooks;

namespace HybridAi.Tests.Api;

public class WebhookEndpointTests
{
    private const string Webhooks = "/v1/projects/mail/webhooks";

    [Fact]
    public async Task A_webhook_is_added_with_its_secret_once_tested_looked_at_and_removed()
    {
        await using var receiver = await LoopbackReceiver.StartAsync();
        await using var api = await ApiBench.StartAsync("--HybridAi:Webhooks:AllowPrivateAddresses=true");
        await api.SeedMailAsync();

        var added = (await api.PostAsync(Webhooks, new { url = receiver.Url, events = new[] { "run.completed" } })).Ok(HttpStatusCode.Created);
        added.GetProperty("secret").GetString().ShouldNotBeNullOrEmpty();
        var id = added.GetProperty("id").GetString();
        (await api.GetAsync(Webhooks)).Text.ShouldNotContain(added.GetProperty("secret").GetString()!);

        (await api.PostAsync($"{Webhooks}/{id}/test", "", null)).Ok().GetProperty("state").GetString().ShouldBe("delivered");
        receiver.Posts.ShouldHaveSingleItem().Event.ShouldBe("webhook.test");
        var deliveries = (await api.GetAsync($"{Webhooks}/{id}/deliveries")).Ok();
        deliveries[0].GetProperty("event").GetString().ShouldBe("webhook.test");
        deliveries[0].TryGetProperty("body", out _).ShouldBeFalse();

        (await api.SendAsync(HttpMethod.Delete, $"{Webhooks}/{id}", null)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await api.SendAsync(HttpMethod.Delete, $"{Webhooks}/{id}", null)).Problem.ShouldBe((404, "webhook-unknown", null));
        (await api.PostAsync("/v1/projects/nope/webhooks", new { url = receiver.Url })).Problem.ShouldBe((404, "project-unknown", null));
        (await api.PostAsync(Webhooks, new { url = "nowhere" })).Problem.ShouldBe((400, "webhook-url", "url"));
    }
}
