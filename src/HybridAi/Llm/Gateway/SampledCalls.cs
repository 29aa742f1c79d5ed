namespace HybridAi.Llm.Gateway;

/// <summary>Successes and failures in a window that moves on by tenths of its length. Not synchronised.</summary>
/// <param name="length">The window's length in the clock's ticks.</param>
internal sealed class SampledCalls(long length)
{
    private const int Parts = 10;
    private readonly (long Part, int Succeeded, int Failed)[] _parts = new (long, int, int)[Parts];
    private readonly long _part = Math.Max(length / Parts, 1);

    public void Add(bool failed, long now)
    {
        var part = now / _part;
        ref var at = ref _parts[part % Parts];
        if (at.Part != part) at = (part, 0, 0);
        if (failed) at.Failed++;
        else at.Succeeded++;
    }

    /// <summary>The calls in the window, and how many of them failed.</summary>
    public (int Calls, int Failed) Count(long now)
    {
        var (calls, failed, first) = (0, 0, now / _part - Parts + 1);
        foreach (var part in _parts)
            if (part.Part >= first)
            {
                calls += part.Succeeded + part.Failed;
                failed += part.Failed;
            }

        return (calls, failed);
    }

    public void Clear() => Array.Clear(_parts);
}
