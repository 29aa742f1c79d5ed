using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>Calls a client as its users do, streamed or whole.</summary>
internal static class Calls
{
    public static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello")];

    public static Task<ChatResponse> CallAsync(this IChatClient client, bool streams, ChatOptions? options = null, CancellationToken? cancellation = null)
        => (streams ? new ByStreaming(client) : client)
            .GetResponseAsync(Hello, options ?? LlmFixture.Options(), cancellation ?? TestContext.Current.CancellationToken);

    /// <summary>Calls while the clock jumps over every wait that is no longer than this, or than 25 seconds: less than any test's timeout.</summary>
    public static async Task<ChatResponse> CallAsync(
        this IChatClient client, ManualClock clock, bool streams, ChatOptions? options = null, TimeSpan? within = null)
    {
        var call = client.CallAsync(streams, options);
        await clock.RunAsync(call, within ?? TimeSpan.FromSeconds(25));
        return await call;
    }
}
