using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HybridAi.Tests.Llm;

/// <summary>A chat request as the server saw it.</summary>
internal sealed record SeenRequest(string? Authorization, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public bool Streams => Json.TryGetProperty("stream", out var stream) && stream.GetBoolean();
}

/// <summary>An OpenAI-compatible server on this machine that behaves as a test tells it to, streamed or not.</summary>
internal sealed class LoopbackOpenAi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<HttpContext, SeenRequest, Task> _behaviour = (http, request) => AnswerAsync(http, request, "hello", "stop");

    private (int Calls, Action<LoopbackOpenAi> Change)? _next;

    private LoopbackOpenAi(WebApplication app) => _app = app;

    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    /// <summary>Headers of every answer.</summary>
    public ConcurrentDictionary<string, string> Headers { get; } = new();

    /// <summary>Ends when the first request has come in.</summary>
    public Task Called => _called.Task;

    public Uri Endpoint => new(_app.Urls.Single() + "/v1");

    public static async Task<LoopbackOpenAi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new LoopbackOpenAi(app);
        app.MapPost("/v1/chat/completions", server.ServeAsync);
        await app.StartAsync();
        return server;
    }

    public void Says(string content, string finishReason = "stop") => _behaviour = (http, request) => AnswerAsync(http, request, content, finishReason);

    /// <summary>Refuses with a status and, as careless servers do, repeats the key in its error text.</summary>
    public void Refuses(int status, string? code = null) => _behaviour = (http, request) =>
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { error = new { message = $"no: {request.Authorization}", type = "error", code } });
    };

    public void SaysRaw(string body, string contentType) => _behaviour = (http, _) =>
    {
        http.Response.ContentType = contentType;
        return http.Response.WriteAsync(body);
    };

    /// <summary>Changes its behaviour after so many more calls.</summary>
    public void Then(int calls, Action<LoopbackOpenAi> change) => _next = (Requests.Count + calls, change);

    public void Hangs() => _behaviour = async (http, _) =>
    {
        _called.TrySetResult();
        await Task.Delay(Timeout.Infinite, http.RequestAborted);
    };

    /// <summary>Sends the beginning of an answer and cuts the connection.</summary>
    public void BreaksOff() => _behaviour = async (http, request) =>
    {
        http.Response.ContentType = request.Streams ? "text/event-stream" : "application/json";
        await http.Response.WriteAsync(request.Streams ? Chunk("hel", null) : "{\"id\":\"1\",\"choi");
        await http.Response.Body.FlushAsync();
        http.Abort();
    };

    /// <summary>Ends a stream in good order, but before the answer is complete.</summary>
    public void StopsShort() => SaysRaw(Chunk("hel", null) + "data: [DONE]\n\n", "text/event-stream");

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var request = new SeenRequest(http.Request.Headers.Authorization, await reader.ReadToEndAsync());
        if (_next is { } next && Requests.Count >= next.Calls)
        {
            next.Change(this);
            _next = null;
        }

        Requests.Enqueue(request);
        foreach (var (name, value) in Headers) http.Response.Headers[name] = value;
        try
        {
            await _behaviour(http, request);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller went away, as the tests of timeouts and cancellation do.
        }
    }

    private static async Task AnswerAsync(HttpContext http, SeenRequest request, string content, string finishReason)
    {
        if (!request.Streams)
        {
            await http.Response.WriteAsJsonAsync(new
            {
                id = "chat-1", @object = "chat.completion", created = 1_700_000_000, model = "served",
                choices = new[] { new { index = 0, finish_reason = finishReason, message = new { role = "assistant", content } } },
                usage = new { prompt_tokens = 1000, completion_tokens = 100, total_tokens = 1100 },
            });
            return;
        }

        http.Response.ContentType = "text/event-stream";
        var half = content.Length / 2;
        await http.Response.WriteAsync(Chunk(content[..half], null) + Chunk(content[half..], null) + Chunk(null, finishReason));
        await http.Response.WriteAsync(
            """data: {"id":"chat-1","object":"chat.completion.chunk","created":1700000000,"model":"served","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}""" + "\n\ndata: [DONE]\n\n");
    }

    private static string Chunk(string? content, string? finishReason) => "data: " + JsonSerializer.Serialize(new
    {
        id = "chat-1", @object = "chat.completion.chunk", created = 1_700_000_000, model = "served",
        choices = new[] { new { index = 0, finish_reason = finishReason, delta = new { role = "assistant", content } } },
    }) + "\n\n";
}
