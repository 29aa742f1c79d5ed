using HybridAi.Llm;
using HybridAi.Llm.Gateway;

namespace HybridAi.Api.OpenAi;

/// <summary>OpenAI's chat completions over our models.</summary>
internal static class ChatEndpoint
{
    public const string AliasHeader = "x-hybridai-model";
    public const string AskedHeader = "x-hybridai-asked-model";
    public const string CostHeader = "x-hybridai-cost-usd";
    public const string RequestHeader = "x-request-id";

    public static async Task<IResult> CompleteAsync(HttpContext http, ChatCalls calls, AutoModel auto, TimeProvider clock, CancellationToken cancellation)
    {
        var (request, refused) = await RequestBody.ReadAsync<ChatCompletionRequest>(http.Request, cancellation);
        if (request is null) return refused!;
        if (!(await calls.PrepareAsync(request, http.Request, cancellation)).Succeeded(out var call, out var fault)) return OpenAiFaults.Of(fault);
        http.Response.Headers[RequestHeader] = call.RequestId;
        http.Response.Headers[AskedHeader] = call.Asked;
        try
        {
            return call.Streams ? await StreamAsync(call, http, auto, clock, cancellation) : await AnswerAsync(call, http, clock, cancellation);
        }
        catch (ModelCallException failure)
        {
            auto.Failed(call.Model.Alias, failure.Fault);
            return OpenAiFaults.Of(failure, clock.GetUtcNow());
        }
    }

    private static async Task<IResult> AnswerAsync(ChatCall call, HttpContext http, TimeProvider clock, CancellationToken cancellation)
    {
        var response = await call.Model.Client.GetResponseAsync(call.Conversation, call.Options, cancellation);
        http.Response.Headers[AliasHeader] = call.Answering(ServedBy.Of(response));
        if (response.CostUsd() is { } cost) http.Response.Headers[CostHeader] = FormattableString.Invariant($"{cost:0.############}");
        return TypedResults.Json(ChatAnswers.Whole(call, response, clock.GetUtcNow()), OpenAiJson.Options);
    }

    // The first piece decides between a status and a stream.
    private static async Task<IResult> StreamAsync(ChatCall call, HttpContext http, AutoModel auto, TimeProvider clock, CancellationToken cancellation)
    {
        var updates = call.Model.Client.GetStreamingResponseAsync(call.Conversation, call.Options, cancellation).GetAsyncEnumerator(cancellation);
        http.Response.RegisterForDisposeAsync(updates);
        await updates.MoveNextAsync();
        return new ChatStream(call, updates, auto, clock);
    }
}
