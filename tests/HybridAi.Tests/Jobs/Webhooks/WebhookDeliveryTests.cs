using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HybridAi.Curate.Review;
using HybridAi.Jobs.Webhooks;
using HybridAi.Tests.Curate;
using HybridAi.Tests.Curate.Labelling;
using HybridAi.Tests.Storage;
using static HybridAi.Tests.Curate.CurateBench;

namespace HybridAi.Tests.Jobs.Webhooks;

public class WebhookDeliveryTests
{
    private static readonly FakeLabeller Bill = new(_ => new("bill", 0.9, "so", 0.002m, TimeSpan.FromSeconds(1)));

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_run_of_many_labels_is_one_grouped_delivery_of_ids_and_one_of_its_end(string database)
    {
        await using var curate = await CreateAsync(database);
        await using var bench = await WebhookBench.StartAsync(curate.Database, curate.Clock);
        var issued = await bench.AddAsync();
        await curate.AddAsync(1_200);

        var run = await curate.LabelAsync(Bill);
        (await bench.AfterAsync(0)).ShouldBe(1);
        (await bench.AfterAsync(5)).ShouldBe(1);
        (await bench.AfterAsync(3_600)).ShouldBe(0);

        var posts = bench.Receiver.Posts.ToArray();
        posts.Select(post => post.Event).ShouldBe(["run.completed", "label.created"]);
        var (ended, created) = (Data(posts[0]), Data(posts[1]));
        (ended.GetProperty("run").GetString(), ended.GetProperty("state").GetString(), ended.GetProperty("labelled").GetInt64()).ShouldBe((run.Id, "done", 1_200));
        (created.GetProperty("run").GetString(), created.GetProperty("count").GetInt64()).ShouldBe((run.Id, 1_200));
        var ids = created.GetProperty("recordIds").EnumerateArray().Select(id => id.GetString()).ToList();
        ids.Count.ShouldBeInRange(1, 1_000);
        ids.ShouldBeUnique();
        posts.ShouldAllBe(post => !post.Body.Contains("text of", StringComparison.Ordinal));
        posts.ShouldAllBe(post => JsonDocument.Parse(post.Body).RootElement.GetProperty("id").GetString() == post.Delivery);
        (await bench.Deliveries.ListAsync(issued.Webhook.Id, 10, Cancellation)).ShouldAllBe(delivery => delivery.State == DeliveryState.Delivered && delivery.Status == 200);
    }

    [Fact]
    public async Task The_signature_is_of_the_time_and_the_body_under_the_secret()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var bench = await WebhookBench.StartAsync(test.Database, test.Clock);
        var issued = await bench.AddAsync();

        (await bench.Runner.TestAsync(issued.Webhook, Cancellation)).State.ShouldBe(DeliveryState.Delivered);

        var post = bench.Receiver.Posts.ShouldHaveSingleItem();
        var seconds = test.Clock.GetUtcNow().ToUnixTimeSeconds();
        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(issued.Secret));
        var code = Convert.ToHexStringLower(hmac.ComputeHash(Encoding.UTF8.GetBytes($"{seconds}.{post.Body}")));
        post.Signature.ShouldBe($"t={seconds},v1={code}");
        WebhookSignature.Of("another", post.Body, test.Clock.GetUtcNow()).ShouldNotBe(post.Signature);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_failure_is_tried_again_later_under_the_same_id_and_with_the_same_body(string database)
    {
        await using var curate = await CreateAsync(database);
        await using var bench = await WebhookBench.StartAsync(curate.Database, curate.Clock);
        var issued = await bench.AddAsync(WebhookEvents.RunCompleted);
        await curate.LabelAsync(Bill);
        bench.Receiver.Statuses.Enqueue(503);

        (await bench.AfterAsync(0)).ShouldBe(1);
        var failed = await bench.OnlyDeliveryAsync(issued);
        (failed.State, failed.Status, failed.Attempts).ShouldBe((DeliveryState.Waiting, 503, 1));
        (await bench.AfterAsync(4.9)).ShouldBe(0);
        (await bench.AfterAsync(5.2)).ShouldBe(1);

        var posts = bench.Receiver.Posts.ToArray();
        posts.Length.ShouldBe(2);
        (posts[1].Delivery, posts[1].Body).ShouldBe((posts[0].Delivery, posts[0].Body));
        posts[1].Signature.ShouldNotBe(posts[0].Signature);
        (await bench.OnlyDeliveryAsync(issued)).ShouldSatisfyAllConditions(
            delivery => delivery.State.ShouldBe(DeliveryState.Delivered), delivery => delivery.Error.ShouldBeNull(), delivery => delivery.Attempts.ShouldBe(2));
    }

    [Fact]
    public async Task What_fails_too_often_is_left_as_dead_with_its_reason()
    {
        await using var curate = await CreateAsync("sqlite");
        await using var bench = await WebhookBench.StartAsync(curate.Database, curate.Clock);
        var issued = await bench.AddAsync(WebhookEvents.RunCompleted);
        await curate.LabelAsync(Bill);
        foreach (var status in new[] { 500, 404, 410 }) bench.Receiver.Statuses.Enqueue(status);

        for (var attempt = 0; attempt < 5; attempt++) await bench.AfterAsync(3_600);

        bench.Receiver.Posts.Count.ShouldBe(3);
        var dead = await bench.OnlyDeliveryAsync(issued);
        (dead.State, dead.Status, dead.Error).ShouldBe((DeliveryState.Dead, 410, "The receiver answered 410."));
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_not_followed()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var bench = await WebhookBench.StartAsync(test.Database, test.Clock);
        var issued = await bench.AddAsync();
        bench.Receiver.Statuses.Enqueue(307);

        var tested = await bench.Runner.TestAsync(issued.Webhook, Cancellation);

        (tested.State, tested.Status).ShouldBe((DeliveryState.Dead, 307));
        bench.Receiver.Posts.ShouldHaveSingleItem().Path.ShouldBe("/hook");
    }

    [Fact]
    public async Task A_private_address_is_refused_when_the_connection_is_made()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var bench = await WebhookBench.StartAsync(test.Database, test.Clock, allowPrivate: false);
        var issued = await bench.AddAsync();

        var tested = await bench.Runner.TestAsync(issued.Webhook, Cancellation);

        tested.State.ShouldBe(DeliveryState.Dead);
        tested.Error.ShouldNotBeNull().ShouldContain("leads to an address that is not public");
        bench.Receiver.Posts.ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task What_a_process_died_over_is_sent_by_the_next(string database)
    {
        await using var curate = await CreateAsync(database);
        await using var bench = await WebhookBench.StartAsync(curate.Database, curate.Clock);
        await bench.AddAsync(WebhookEvents.RunCompleted);
        await curate.LabelAsync(Bill);
        (await bench.Deliveries.ClaimAsync(10, TimeSpan.FromSeconds(30), Cancellation)).Count.ShouldBe(1);

        (await bench.AfterAsync(29)).ShouldBe(0);
        (await bench.AfterAsync(2)).ShouldBe(1);

        bench.Receiver.Posts.Count.ShouldBe(1);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task An_emptied_queue_is_told_once_each_time(string database)
    {
        await using var curate = await CreateAsync(database);
        await using var bench = await WebhookBench.StartAsync(curate.Database, curate.Clock);
        var issued = await bench.AddAsync(WebhookEvents.QueueEmpty);
        await curate.AddAsync(2);
        await curate.LabelAsync(Bill);

        while (await NextAsync(curate) is { } item)
        {
            (await bench.Deliveries.ListAsync(issued.Webhook.Id, 10, Cancellation)).ShouldBeEmpty();
            (await curate.Desk.AnswerAsync(MailVersion, new(item.Record.Id, "ann", ReviewAction.Correct, "bill"), Cancellation)).Fault.ShouldBeNull();
        }

        await NextAsync(curate);
        (await bench.OnlyDeliveryAsync(issued)).Event.ShouldBe("queue.empty");
    }

    private static Task<ReviewItem?> NextAsync(CurateBench curate) => curate.Desk.NextAsync(Project, "ann", QueueKind.Mixed, null, Cancellation);

    private static JsonElement Data(Received post) => JsonDocument.Parse(post.Body).RootElement.GetProperty("data");
}
