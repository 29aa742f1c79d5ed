using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using HybridAi.Tests.Llm.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HybridAi.Tests.Llm;

/// <summary>A request as the server saw it.</summary>
internal sealed record SeenRequest(string? Authorization, string Body, string? ApiKey = null)
{
    private JsonElement? _json;

    public JsonElement Json => _json ??= JsonDocument.Parse(Body).RootElement;

    public bool Streams => Flag("stream");

    public bool Flag(string name) => Json.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;
}

/// <summary>
/// An OpenAI-compatible server on this machine: chat (whole and streamed, by schema, with tools and log-probabilities), embeddings and the
/// list of models. It behaves as a test tells it to, by default or call by call, and keeps its own account.
/// </summary>
internal sealed class LoopbackOpenAi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<LoopbackBehaviour> _script = new();
    private LoopbackBehaviour? _behaviour;

    private (int Calls, Action<LoopbackOpenAi> Change)? _next;

    private LoopbackOpenAi(WebApplication app) => _app = app;

    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    /// <summary>What this server charges for, to be held against what the caller's ledger says.</summary>
    public LoopbackAccount Account { get; } = new();

    /// <summary>The models that it lists.</summary>
    public IReadOnlyList<string> Models { get; set; } = ["served-model"];

    /// <summary>How long every chat call takes before it is answered: for load, not for tests of faults.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Says and charges so many tokens for a chat call.</summary>
    public (int Input, int Cached, int Output) Usage { get; set; } = (1000, 0, 100);

    /// <summary>Counts four characters of a chat's request or answer as a token, whatever <see cref="Usage"/> says.</summary>
    public bool CountsTokens { get; set; }

    /// <summary>Off: neither requests nor lines of the account are remembered, for runs that are about memory.</summary>
    public bool Remembers
    {
        get => Account.Keeps;
        set => Account.Keeps = value;
    }

    /// <summary>Headers of every answer.</summary>
    public ConcurrentDictionary<string, string> Headers { get; } = new();

    /// <summary>Ends when a call has come in that hangs.</summary>
    public Task Called => _called.Task;

    public Uri Endpoint => new(_app.Urls.Single() + "/v1");

    /// <summary>The same server as an Azure resource.</summary>
    public Uri AzureEndpoint => new(_app.Urls.Single() + "/openai/v1/");

    public static async Task<LoopbackOpenAi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var server = new LoopbackOpenAi(app);
        foreach (var root in new[] { "/v1", "/openai/v1" })
        {
            app.MapPost($"{root}/chat/completions", server.ChatAsync);
            app.MapPost($"{root}/embeddings", http => server.ServeAsync(http, LoopbackEmbeddings.Say()));
        }

        app.MapGet("/v1/models", http => LoopbackModels.ListAsync(http, server.Models));
        app.MapGet("/v1/models/{id}", http => LoopbackModels.FindAsync(http, server.Models));
        await app.StartAsync();
        return server;
    }

    /// <summary>The next chat and embedding calls behave like this, one each, in order; those after them by default.</summary>
    public void Then(params ReadOnlySpan<LoopbackBehaviour> behaviours)
    {
        foreach (var behaviour in behaviours) _script.Enqueue(behaviour);
    }

    /// <summary>From now on calls behave like this wherever no script says otherwise.</summary>
    public void Always(LoopbackBehaviour behaviour) => _behaviour = behaviour;

    public void Says(string content, string finishReason = "stop") => Always(call => LoopbackChat.SayAsync(call, content, finishReason));

    /// <summary>Answers one call after another with these, and with the last from then on.</summary>
    public void SaysInTurn(params string[] contents)
    {
        var next = -1;
        Always(call => LoopbackChat.SayAsync(call, contents[Math.Min(Interlocked.Increment(ref next), contents.Length - 1)]));
    }

    /// <summary>Answers in these tokens, each with the probability that the model gave it.</summary>
    public void SaysTokens(params (string Token, double Probability)[] tokens) => Always(call => LoopbackChat.SayAsync(call, tokens));

    /// <summary>Answers embedding calls with vectors of this length.</summary>
    public void Embeds(int dimensions, Func<int, float>? number = null, int missing = 0) => Always(LoopbackEmbeddings.Say(dimensions, number, missing));

    /// <summary>Refuses with a status and, as careless servers do, repeats the key in its error text.</summary>
    public void Refuses(int status, string? code = null) => Always(LoopbackFaults.Status(status, code));

    public void SaysRaw(string body, string contentType) => Always(LoopbackFaults.Raw(body, contentType));

    /// <summary>Changes its behaviour after so many more calls.</summary>
    public void Then(int calls, Action<LoopbackOpenAi> change) => _next = (Requests.Count + calls, change);

    public void Hangs() => Always(LoopbackFaults.Hang);

    /// <summary>Sends the beginning of an answer and cuts the connection.</summary>
    public void BreaksOff() => Always(LoopbackFaults.Cut);

    /// <summary>Ends a stream in good order, but before the answer is complete.</summary>
    public void StopsShort() => Always(LoopbackFaults.StopShort);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task ChatAsync(HttpContext http)
    {
        if (Delay > TimeSpan.Zero) await Task.Delay(Delay, http.RequestAborted);
        await ServeAsync(http, LoopbackChat.AnswerAsync);
    }

    private async Task ServeAsync(HttpContext http, LoopbackBehaviour usual)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var request = new SeenRequest(http.Request.Headers.Authorization, await reader.ReadToEndAsync(), http.Request.Headers["api-key"]);
        if (_next is { } due && Requests.Count >= due.Calls)
        {
            due.Change(this);
            _next = null;
        }

        if (Remembers) Requests.Enqueue(request);
        foreach (var (name, value) in Headers) http.Response.Headers[name] = value;
        var call = new LoopbackCall(http, request, Account.Open(http.Request.Path), CountsTokens ? null : Usage, _called);
        try
        {
            if (LoopbackProtocol.Wrong(http.Request.Path, request) is { } wrong) await call.RefuseAsync(400, wrong.Message, wrong.Code, wrong.Parameter);
            else await (_script.TryDequeue(out var next) ? next : _behaviour ?? usual)(call);
            call.Line.Status = http.Response.StatusCode;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller went away, as the tests of timeouts and cancellation do.
            call.Line.Abandoned = true;
        }
    }
}
