namespace HybridAi.Llm.Gateway;

/// <summary>What stands before every call of a model: it lets calls in one by one, or refuses them, whatever they ask for.</summary>
internal interface ICallDoor
{
    /// <summary>Returns when the call may go on, or throws a <see cref="ModelCallException"/> that says why it may not.</summary>
    ValueTask<ICallGuard> EnterAsync(GuardedCall call, CancellationToken cancellation);
}

/// <summary>What watches one call from its admission to its end.</summary>
internal interface ICallGuard
{
    /// <summary>The first content of a stream has come.</summary>
    void Started();

    /// <summary>The call is over; called once, however it ended.</summary>
    void Ended(CallEnd end);
}
