using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HybridAi.Tests.Jobs.Webhooks;

/// <summary>A post as the receiver saw it.</summary>
internal sealed record Received(string Path, string Body, string Signature, string Delivery, string Event);

/// <summary>A receiver of webhooks on this machine; it answers with the statuses it is given, one a post, and then with 200.</summary>
internal sealed class LoopbackReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<Received> Posts { get; } = new();

    public ConcurrentQueue<int> Statuses { get; } = new();

    public string Url => $"{_app.Urls.Single()}/hook";

    public static async Task<LoopbackReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new LoopbackReceiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        Posts.Enqueue(new(
            http.Request.Path, await reader.ReadToEndAsync(http.RequestAborted), http.Request.Headers["HybridAi-Signature"].ToString(),
            http.Request.Headers["HybridAi-Delivery"].ToString(), http.Request.Headers["HybridAi-Event"].ToString()));
        http.Response.StatusCode = Statuses.TryDequeue(out var status) ? status : 200;
        if (http.Response.StatusCode is >= 300 and < 400) http.Response.Headers.Location = "/elsewhere";
    }
}
