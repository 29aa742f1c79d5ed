using System.Diagnostics;
using System.Runtime.CompilerServices;
using HybridAi.Llm;
using HybridAi.Llm.Providers;
using Microsoft.Extensions.AI;

namespace HybridAi.Benchmarks.Gateway;

/// <summary>The real provider client, which says with each answer how long it took itself: connection, server and parsing are its own.</summary>
internal sealed class TimedProvider(IChatProvider inner) : IChatProvider
{
    public string Name => inner.Name;

    public IReadOnlyList<Fault> Check(ModelOptions options) => inner.Check(options);

    public Outcome<IChatClient> Create(string modelAlias, ModelOptions options)
        => inner.Create(modelAlias, options).Then<IChatClient>(client => new Timed(client));

    private sealed class Timed(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var start = Stopwatch.GetTimestamp();
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            DelayedProvider.TellOwnTicks(response, Stopwatch.GetTimestamp() - start);
            return response;
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates()) yield return update;
        }
    }
}
