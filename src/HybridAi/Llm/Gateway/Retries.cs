using System.Globalization;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Makes a model's failed calls again: after 408, 429, 5xx, timeouts and lost connections. The wait is random, or what the provider asks
/// for. The one place that retries.
/// </summary>
internal sealed class Retries(string alias, RetryOptions options, Jitter jitter, TimeProvider clock, GatewayMetrics metrics)
{
    private readonly TimeSpan _deadline = TimeSpan.FromSeconds(options.DeadlineSeconds);

    /// <summary>The end of all attempts together.</summary>
    public CancellationTokenSource Begin() => new(_deadline, clock);

    /// <summary>Calls until an answer comes; gives up as the last failure, with all attempts and what they cost.</summary>
    /// <param name="call">Makes the call, under the limit's token.</param>
    /// <param name="limit">What <see cref="Begin"/> returned.</param>
    /// <param name="cancellation">The caller's.</param>
    public async Task<(T Answer, ServedBy Served)> RunAsync<T>(Func<Task<T>> call, CancellationTokenSource limit, CancellationToken cancellation)
    {
        List<FailedAttempt> failed = [];
        decimal? spent = 0;
        var endsAt = clock.GetUtcNow() + _deadline;
        while (true)
        {
            TimeSpan wait;
            try
            {
                return (await call(), new ServedBy(alias, alias, failed));
            }
            catch (ModelCallException failure)
            {
                failed.Add(new FailedAttempt(alias, failure.Fault.Code));
                failure.Attempts = failed;
                failure.Measure = new CallMeasure(spent += failure.Measure?.CostUsd, failure.Measure?.Latency);
                if (!ModelFaults.IsTransient(failure.Fault) || failed.Count >= options.MostAttempts) throw;
                var now = clock.GetUtcNow();
                wait = failure.RetryAfter?.From(now) ?? jitter.Delay(options, failed.Count);
                if (now + wait >= endsAt) throw;
                metrics.Retried(alias, failure.Fault.Code);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
            {
                failed.Add(new FailedAttempt(alias, ModelFaults.Deadline));
                throw new ModelCallException(Fault.Unavailable(ModelFaults.Deadline, string.Create(
                    CultureInfo.InvariantCulture,
                    $"The model '{alias}' had not answered after {_deadline.TotalSeconds:0.###} s, retries included.")), new CallMeasure(null, _deadline))
                {
                    Attempts = failed,
                };
            }

            if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, cancellation);
        }
    }
}
