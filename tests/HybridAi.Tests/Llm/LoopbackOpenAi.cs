using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HybridAi.Tests.Llm;

/// <summary>A chat request as the server saw it.</summary>
internal sealed record SeenRequest(string? Authorization, string Body, string? ApiKey = null)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public bool Streams => Json.TryGetProperty("stream", out var stream) && stream.GetBoolean();
}

/// <summary>An OpenAI-compatible server on this machine that behaves as a test tells it to, streamed or not.</summary>
internal sealed class LoopbackOpenAi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<HttpContext, SeenRequest, Task> _behaviour = (http, request) => request.Json.TryGetProperty("input", out _)
        ? EmbedAsync(http, request, dimensions: 8)
        : AnswerAsync(http, request, "hello", "stop");

    private LoopbackOpenAi(WebApplication app) => _app = app;

    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    /// <summary>Ends when the first request has come in.</summary>
    public Task Called => _called.Task;

    public Uri Endpoint => new(_app.Urls.Single() + "/v1");

    /// <summary>The same server as an Azure resource.</summary>
    public Uri AzureEndpoint => new(_app.Urls.Single() + "/openai/v1/");

    public static async Task<LoopbackOpenAi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new LoopbackOpenAi(app);
        foreach (var root in new[] { "/v1", "/openai/v1" })
        {
            app.MapPost($"{root}/chat/completions", server.ServeAsync);
            app.MapPost($"{root}/embeddings", server.ServeAsync);
        }

        await app.StartAsync();
        return server;
    }

    public void Says(string content, string finishReason = "stop") => _behaviour = (http, request) => AnswerAsync(http, request, content, finishReason);

    /// <summary>Answers one call after another with these, and with the last from then on.</summary>
    public void SaysInTurn(params string[] contents)
    {
        var next = -1;
        _behaviour = (http, request) => AnswerAsync(http, request, contents[Math.Min(Interlocked.Increment(ref next), contents.Length - 1)], "stop");
    }

    /// <summary>Answers in these tokens, each with the probability that the model gave it.</summary>
    public void SaysTokens(params (string Token, double Probability)[] tokens) => _behaviour = (http, request)
        => AnswerAsync(http, request, string.Concat(tokens.Select(token => token.Token)), "stop", tokens);

    /// <summary>Says so many tokens of usage.</summary>
    public (int Input, int Cached, int Output) Usage { get; set; } = (1000, 0, 100);

    /// <summary>Answers embedding calls with vectors of this length.</summary>
    public void Embeds(int dimensions, Func<int, float>? number = null, int missing = 0) => _behaviour = (http, request) => EmbedAsync(http, request, dimensions, number, missing);

    /// <summary>Refuses with a status and, as careless servers do, repeats the key in its error text.</summary>
    public void Refuses(int status, string? code = null) => _behaviour = (http, request) =>
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { error = new { message = $"no: {request.Authorization} {request.ApiKey}", type = "error", code } });
    };

    public void SaysRaw(string body, string contentType) => _behaviour = (http, _) =>
    {
        http.Response.ContentType = contentType;
        return http.Response.WriteAsync(body);
    };

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
        var request = new SeenRequest(http.Request.Headers.Authorization, await reader.ReadToEndAsync(), http.Request.Headers["api-key"]);
        http.Items["usage"] = Usage;
        Requests.Enqueue(request);
        try
        {
            await _behaviour(http, request);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller went away, as the tests of timeouts and cancellation do.
        }
    }

    private static async Task AnswerAsync(
        HttpContext http, SeenRequest request, string content, string finishReason, (string Token, double Probability)[]? tokens = null)
    {
        var usage = UsageOf(http);
        if (!request.Streams)
        {
            await http.Response.WriteAsJsonAsync(new
            {
                id = "chat-1", @object = "chat.completion", created = 1_700_000_000, model = "served",
                choices = new[] { new { index = 0, finish_reason = finishReason, message = new { role = "assistant", content }, logprobs = Logprobs(request, tokens) } },
                usage,
            });
            return;
        }

        http.Response.ContentType = "text/event-stream";
        var half = content.Length / 2;
        foreach (var token in tokens ?? [])
            await http.Response.WriteAsync(Chunk(token.Token, null, Logprobs(request, [token])));
        if (tokens is null) await http.Response.WriteAsync(Chunk(content[..half], null) + Chunk(content[half..], null));
        await http.Response.WriteAsync(Chunk(null, finishReason));
        await http.Response.WriteAsync("data: " + JsonSerializer.Serialize(new
        {
            id = "chat-1", @object = "chat.completion.chunk", created = 1_700_000_000, model = "served", choices = Array.Empty<object>(), usage,
        }) + "\n\ndata: [DONE]\n\n");
    }

    private static object UsageOf(HttpContext http)
    {
        var (input, cached, output) = ((int, int, int))http.Items["usage"]!;
        return new
        {
            prompt_tokens = input, completion_tokens = output, total_tokens = input + output, prompt_tokens_details = new { cached_tokens = cached },
        };
    }

    // As the real ones do: only who asks for probabilities gets them.
    private static object? Logprobs(SeenRequest request, (string Token, double Probability)[]? tokens)
        => tokens is null || !request.Json.TryGetProperty("logprobs", out var asked) || !asked.GetBoolean()
            ? null
            : new
            {
                content = tokens.Select(token => new
                {
                    token = token.Token, logprob = Math.Log(token.Probability), bytes = Encoding.UTF8.GetBytes(token.Token).Select(part => (int)part), top_logprobs = Array.Empty<object>(),
                }),
                refusal = (object?)null,
            };

    private static async Task EmbedAsync(HttpContext http, SeenRequest request, int dimensions, Func<int, float>? number = null, int missing = 0)
    {
        var count = request.Json.GetProperty("input").GetArrayLength() - missing;
        number ??= index => index + 0.5f;
        await http.Response.WriteAsJsonAsync(new
        {
            @object = "list", model = "served",
            // Out of order on purpose: the index says which text a vector belongs to.
            data = Enumerable.Range(0, count).Reverse().Select(index => new
            {
                @object = "embedding", index,
                embedding = Convert.ToBase64String(MemoryMarshal.AsBytes<float>(Enumerable.Repeat(number(index), dimensions).ToArray())),
            }),
            usage = new { prompt_tokens = 10 * count, total_tokens = 10 * count },
        });
    }

    private static string Chunk(string? content, string? finishReason, object? logprobs = null) => "data: " + JsonSerializer.Serialize(new
    {
        id = "chat-1", @object = "chat.completion.chunk", created = 1_700_000_000, model = "served",
        choices = new[] { new { index = 0, finish_reason = finishReason, delta = new { role = "assistant", content }, logprobs } },
    }) + "\n\n";
}
