using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm;

/// <summary>Calls by streaming what its caller asks for whole: the same test then covers both ways.</summary>
internal sealed class ByStreaming(IChatClient inner) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);
}
