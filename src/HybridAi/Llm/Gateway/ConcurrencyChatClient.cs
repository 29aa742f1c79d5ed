using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>Makes a call wait until few enough are under way. A stream is under way until its last update.</summary>
internal sealed class ConcurrencyChatClient(IChatClient inner, ConcurrencyGate gate, TimeSpan patience) : GuardedChatClient(inner)
{
    private readonly Guard _guard = new(gate);

    protected override async ValueTask<ICallGuard> EnterAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, bool streams, CancellationToken cancellation)
    {
        await gate.EnterAsync(CallPatience.Of(options, patience), cancellation);
        return _guard;
    }

    private sealed class Guard(ConcurrencyGate gate) : ICallGuard
    {
        public void Started()
        {
        }

        public void Ended(CallEnd end) => gate.Leave();
    }
}
