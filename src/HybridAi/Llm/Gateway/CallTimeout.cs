using System.Globalization;

namespace HybridAi.Llm.Gateway;

/// <summary>Gives up one call of a model that has not ended in time, as the fault <c>model-timeout</c>.</summary>
internal sealed class CallTimeout(string alias, TimeSpan time, TimeProvider clock)
{
    /// <summary>The end of one call.</summary>
    public CancellationTokenSource Begin() => new(time, clock);

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var limit = Begin();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await call(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw GivenUp();
        }
    }

    public ModelCallException GivenUp() => new(Fault.Unavailable(
        ModelFaults.Timeout,
        string.Create(CultureInfo.InvariantCulture, $"The model '{alias}' had not answered after {time.TotalSeconds:0.###} s.")));
}
