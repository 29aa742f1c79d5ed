using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Documents.Answering;

/// <summary>A model that says what a test makes of the messages, and remembers how it was asked.</summary>
internal sealed class SayingChatClient(Func<string, string> say) : IChatClient
{
    public List<(string Prompt, ChatOptions? Options)> Asked { get; } = [];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var prompt = string.Join("\n\n", messages.Select(message => message.Text));
        Asked.Add((prompt, options));
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, say(prompt))));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates()) yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
