using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using HybridAi.Documents.Answering;
using HybridAi.Serve.Chat;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace HybridAi.Api;

/// <summary>An answer as server-sent events, with a sign of life while nothing else is sent.</summary>
internal sealed partial class AnswerEvents(ChatOptions options, IOptions<JsonOptions> json, TimeProvider clock, ILogger<AnswerEvents> log)
{
    /// <summary>The events of an answer. The status has been sent: what breaks is an event too.</summary>
    public async IAsyncEnumerable<SseItem<string>> EventsAsync(ChatRun run, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return Event("meta", new { run.Conversation, ExchangeId = run.Exchange.Id, run.Exchange.Question });
        await using var parts = run.Parts.GetAsyncEnumerator(cancellation);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        while (true)
        {
            var next = NextAsync(parts, run, cancellation);
            while (!next.IsCompleted && await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(options.HeartbeatSeconds), clock, ended.Token)) != next)
                yield return Event("heartbeat", new { });
            var (more, broke) = await next;
            if (broke) yield return Event("error", new { Code = "answer-broke-off", Detail = "The answer broke off; what was shown is kept." });
            if (!more) break;
            yield return Of(parts.Current, run);
        }

        await ended.CancelAsync();
    }

    private SseItem<string> Of(AnswerPart part, ChatRun run) => part switch
    {
        AnswerPart.Delta delta => Event("delta", delta),
        AnswerPart.Cited cited => Event("citation", cited),
        AnswerPart.Unsupported unsupported => Event("unsupported", unsupported),
        AnswerPart.Usage usage => Event("usage", usage),
        _ => Event("done", run.Ended),
    };

    private async Task<(bool More, bool Broke)> NextAsync(IAsyncEnumerator<AnswerPart> parts, ChatRun run, CancellationToken cancellation)
    {
        try
        {
            return (await parts.MoveNextAsync(), false);
        }
        catch (Exception broke) when (!cancellation.IsCancellationRequested)
        {
            Log.BrokeOff(log, broke, run.Exchange.Id);
            return (false, true);
        }
    }

    private SseItem<string> Event<T>(string name, T data) => new(JsonSerializer.Serialize(data, json.Value.SerializerOptions), name);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The answer {Exchange} broke off")]
        public static partial void BrokeOff(ILogger log, Exception broke, string exchange);
    }
}
