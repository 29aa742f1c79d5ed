using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace HybridAi.Llm.Providers;

/// <summary>OpenAI's own chat client as an <see cref="IChatClient"/>: text in, text or calls of tools out, streamed or not.</summary>
internal sealed class OpenAiChatClient(ChatClient client, string alias, string model, Uri endpoint) : IChatClient
{
    private readonly OpenAiFailures _failures = new(alias, endpoint.Host);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = messages.Select(OpenAiRequest.Message).ToList();
        var reading = LimitReader.Begin();
        try
        {
            var completion = (await client.CompleteChatAsync(request, OpenAiRequest.Options(options), cancellationToken)).Value;
            var response = OpenAiAnswer.Of(completion);
            reading.Limits?.AttachTo(response);
            return response;
        }
        catch (Exception failure) when (_failures.Explain(failure) is { } explained)
        {
            throw explained;
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = messages.Select(OpenAiRequest.Message).ToList();
        await using var updates = client.CompleteChatStreamingAsync(request, OpenAiRequest.Options(options), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        var finished = false;
        var calls = new OpenAiStreamedCalls();
        var tokens = new List<TokenLogprob>();
        LimitReader.Reading? reading = null;
        while (await MoveNextAsync())
        {
            calls.Take(updates.Current.ToolCallUpdates);
            var answer = OpenAiAnswer.Of(updates.Current);
            if (!finished && updates.Current.FinishReason is not null)
            {
                finished = true;
                foreach (var call in calls.Whole()) answer.Contents.Add(call);
            }

            reading?.Limits?.AttachTo(answer);
            if (reading is { Limits: not null }) reading.Limits = null; // Said once, with the first update.
            tokens.AddRange(answer.Logprobs() ?? []);
            yield return answer;
        }

        if (!finished) throw _failures.BrokenOff();
        if (tokens.Count > 0) yield return TokenLogprobs.End(tokens);

        async ValueTask<bool> MoveNextAsync()
        {
            try
            {
                reading ??= LimitReader.Begin();
                return await updates.MoveNextAsync();
            }
            catch (Exception failure) when (_failures.Explain(failure) is { } explained)
            {
                throw explained;
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceKey is not null) return null;
        if (serviceType == typeof(ChatClientMetadata)) return new ChatClientMetadata("openai", endpoint, model);
        return serviceType.IsInstanceOfType(this) ? this : null; // Not the inner client: a call through it would miss the ledger.
    }

    public void Dispose()
    {
    }
}
