using System.Text.Json;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;
using Microsoft.Net.Http.Headers;

namespace HybridAi.Api.OpenAi;

/// <summary>
/// An answer in pieces, as server-sent events. A call that fails before its first piece is refused with its status; one that fails later ends
/// the stream with an error in it and without <c>[DONE]</c>, because the status has been sent.
/// </summary>
internal sealed class ChatStream(ChatCall call, IAsyncEnumerator<ChatResponseUpdate> updates, AutoModel auto, TimeProvider clock) : IResult
{
    private const string Object = "chat.completion.chunk";
    private readonly long _created = clock.GetUtcNow().ToUnixTimeSeconds();
    private readonly string _alias = call.Answering(ServedBy.Of(updates.Current));
    private ChatFinishReason? _finish;
    private UsageDetails? _usage;
    private bool _calls;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var cancellation = httpContext.RequestAborted;
        response.ContentType = "text/event-stream";
        response.Headers[ChatEndpoint.AliasHeader] = _alias;
        response.Headers[HeaderNames.CacheControl] = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await SendAsync(response, Chunk(new ChatDelta { Role = "assistant", Content = "" }), cancellation);
            do
            {
                if (Piece(updates.Current) is { } piece) await SendAsync(response, piece, cancellation);
            }
            while (await updates.MoveNextAsync());

            await SendAsync(response, Chunk(new ChatDelta(), ChatAnswers.Finish(_finish, _calls)), cancellation);
            if (call.IncludeUsage) await SendAsync(response, new(call.RequestId, Object, _created, _alias, [], ChatAnswers.Usage(_usage)), cancellation);
            await WriteAsync(response, "[DONE]", cancellation);
        }
        catch (ModelCallException failure)
        {
            auto.Failed(call.Model.Alias, failure.Fault);
            await WriteAsync(response, JsonSerializer.Serialize(new OpenAiErrorBody(OpenAiFaults.Of(failure, clock.GetUtcNow()).Error), OpenAiJson.Options), cancellation);
        }
    }

    // Null for an update that says nothing to the caller, such as the gateway's own last one.
    private ChatCompletion? Piece(ChatResponseUpdate update)
    {
        _finish = update.FinishReason ?? _finish;
        _usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? _usage;
        var delta = new ChatDelta
        {
            Content = update.Text is { Length: > 0 } text ? text : null,
            Refusal = ChatAnswers.Refusal(update.Contents),
            ToolCalls = ChatAnswers.Calls(update.Contents, indexed: true),
        };
        _calls |= delta.ToolCalls is not null;
        return delta == new ChatDelta() ? null : Chunk(delta, logprobs: ChatAnswers.Logprobs(update.Logprobs()));
    }

    private ChatCompletion Chunk(ChatDelta delta, string? finish = null, ChatLogprobs? logprobs = null)
        => new(call.RequestId, Object, _created, _alias, [new ChatChoice { Delta = delta, FinishReason = finish, Logprobs = logprobs }], null);

    private Task SendAsync(HttpResponse response, ChatCompletion chunk, CancellationToken cancellation)
    {
        var json = JsonSerializer.SerializeToNode(chunk, OpenAiJson.Options)!.AsObject();
        // Where usage was not asked for, chunks do not speak of it; where it was, all but the last say null.
        if (!call.IncludeUsage) json.Remove("usage");
        return WriteAsync(response, json.ToJsonString(OpenAiJson.Options), cancellation);
    }

    private static async Task WriteAsync(HttpResponse response, string data, CancellationToken cancellation)
    {
        await response.WriteAsync($"data: {data}\n\n", cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
