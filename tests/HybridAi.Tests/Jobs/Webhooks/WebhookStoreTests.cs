using System.Net;
using HybridAi.Jobs.Webhooks;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Jobs.Webhooks;

public class WebhookStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_webhook_is_added_listed_and_removed_by_its_own_project(string database)
    {
        await using var test = await TestDatabase.CreateAsync(database);
        var store = new WebhookStore(test.Database, new(), test.Clock);

        var issued = (await store.AddAsync("mail", "https://example.com/hook", [], Cancellation)).Value;

        issued.Secret.Length.ShouldBeGreaterThan(40);
        var listed = (await store.ListAsync("mail", Cancellation)).ShouldHaveSingleItem();
        (listed.Id, listed.Url, string.Join(' ', listed.Events)).ShouldBe((issued.Webhook.Id, new("https://example.com/hook"), "label.created run.completed queue.empty route.floor-broken route.promoted route.rolled-back monitoring.alert"));
        (await store.RemoveAsync("other", issued.Webhook.Id, Cancellation)).Fault!.Code.ShouldBe("webhook-unknown");
        (await store.RemoveAsync("mail", issued.Webhook.Id, Cancellation)).Fault.ShouldBeNull();
        (await store.ListAsync("mail", Cancellation)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("hook", "label.created", "webhook-url", "url")]
    [InlineData("ftp://example.com", "label.created", "webhook-url", "url")]
    [InlineData("http://example.com/hook", "label.created", "webhook-url", "url")]
    [InlineData("https://me:secret@example.com/hook", "label.created", "webhook-url", "url")]
    [InlineData("https://example.com/hook", "label.deleted", "webhook-event", "events")]
    public async Task What_can_not_be_a_webhook_is_refused(string url, string name, string code, string place)
    {
        await using var test = await TestDatabase.CreateAsync();

        var fault = (await new WebhookStore(test.Database, new(), test.Clock).AddAsync("mail", url, [name], Cancellation)).Fault.ShouldNotBeNull();

        (fault.Code, fault.Place).ShouldBe((code, place));
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    public void Only_addresses_of_the_public_internet_are_public(string address, bool isPublic)
        => PublicAddresses.Contains(IPAddress.Parse(address)).ShouldBe(isPublic);

    [Fact]
    public void Waits_double_up_to_the_longest_and_chance_takes_off_up_to_half()
    {
        var options = new WebhookOptions { FirstRetrySeconds = 10, LongestRetrySeconds = 60 };

        Enumerable.Range(1, 5).Select(attempts => options.WaitAfter(attempts, 0).TotalSeconds).ShouldBe([10, 20, 40, 60, 60]);
        options.WaitAfter(2, 1).TotalSeconds.ShouldBe(10);
    }
}
