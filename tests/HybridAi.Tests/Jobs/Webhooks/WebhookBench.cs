using HybridAi.Jobs.Webhooks;
using HybridAi.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace HybridAi.Tests.Jobs.Webhooks;

/// <summary>Webhooks and their delivery over a database, with a receiver on this machine.</summary>
internal sealed class WebhookBench : IAsyncDisposable
{
    private readonly TestClock _clock;
    private readonly WebhookSender _sender;

    private WebhookBench(IDatabase database, TestClock clock, LoopbackReceiver receiver, WebhookOptions options)
    {
        (_clock, Receiver) = (clock, receiver);
        _sender = new(options, clock);
        Webhooks = new(database, new() { AllowPrivateAddresses = true }, clock);
        Deliveries = new(database, clock);
        Runner = new(Webhooks, Deliveries, _sender, options, clock, NullLogger<WebhookRunner>.Instance);
    }

    public LoopbackReceiver Receiver { get; }

    public WebhookStore Webhooks { get; }

    public DeliveryStore Deliveries { get; }

    public WebhookRunner Runner { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<WebhookBench> StartAsync(IDatabase database, TestClock clock, bool allowPrivate = true)
        => new(database, clock, await LoopbackReceiver.StartAsync(), new() { AllowPrivateAddresses = allowPrivate, MaxAttempts = 3, FirstRetrySeconds = 10 });

    public async Task<IssuedWebhook> AddAsync(params string[] events) => (await Webhooks.AddAsync("mail", Receiver.Url, events, Cancellation)).Value;

    /// <summary>Moves on and sends what is due then.</summary>
    public async Task<int> AfterAsync(double seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        return await Runner.DeliverDueAsync(Cancellation);
    }

    public async Task<Delivery> OnlyDeliveryAsync(IssuedWebhook issued) => (await Deliveries.ListAsync(issued.Webhook.Id, 10, Cancellation)).ShouldHaveSingleItem();

    public async ValueTask DisposeAsync()
    {
        Runner.Dispose();
        _sender.Dispose();
        await Receiver.DisposeAsync();
    }
}
