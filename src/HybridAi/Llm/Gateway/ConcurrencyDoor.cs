namespace HybridAi.Llm.Gateway;

/// <summary>Makes a call wait until few enough are under way. A stream is under way until its last update.</summary>
internal sealed class ConcurrencyDoor(ConcurrencyGate gate, TimeSpan patience) : ICallDoor
{
    private readonly Guard _guard = new(gate);

    public async ValueTask<ICallGuard> EnterAsync(GuardedCall call, CancellationToken cancellation)
    {
        await gate.EnterAsync(call.Patience(patience), cancellation);
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
