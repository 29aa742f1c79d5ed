namespace HybridAi.Llm.Gateway;

/// <summary>The way to one model, with its limits, retries and circuit, whoever asks for it.</summary>
/// <param name="Alias">The model's alias.</param>
/// <param name="Options">Its settings.</param>
/// <param name="Client">The way to it.</param>
internal sealed record ModelWay<TClient>(string Alias, ModelOptions Options, TClient Client);

/// <summary>
/// Asks the next model of an alias's list when the one before can't serve now: its circuit is open, it is out of reach, full beyond the
/// caller's patience, or failed in every attempt. Never for a fault that the next model would share: a bad request, a missing right, a
/// spent budget. A model that lacks what the call needs, or whose context is too small for it, is passed over without being asked.
/// </summary>
/// <remarks>Deadlines add up: each model has its own.</remarks>
/// <param name="alias">The alias that is asked for.</param>
/// <param name="others">The aliases to turn to, in order.</param>
/// <param name="find">The way to one of them.</param>
/// <param name="metrics">Counts.</param>
internal sealed class Failover<TClient>(
    string alias, IReadOnlyList<string> others, Func<string, Outcome<ModelWay<TClient>>> find, GatewayMetrics metrics)
{
    /// <summary>The first answer, and what came to nothing before it.</summary>
    /// <param name="own">Calls the model that is asked for.</param>
    /// <param name="call">Calls another one.</param>
    /// <param name="lacks">What another one lacks for this call; null where it can serve it.</param>
    public async Task<(T Answer, IReadOnlyList<FailedAttempt> Failed)> FirstThatServesAsync<T>(
        Func<Task<T>> own, Func<ModelWay<TClient>, Task<T>> call, Func<ModelWay<TClient>, Fault?> lacks)
    {
        List<FailedAttempt> failed = [];
        ModelCallException? first = null;
        decimal? spent = 0;
        var (next, at, ask) = (0, alias, own);
        while (true)
        {
            try
            {
                return (await ask(), failed);
            }
            catch (ModelCallException failure)
            {
                failed.AddRange(failure.Attempts);
                failure.Measure = new CallMeasure(spent += failure.Measure?.CostUsd, failure.Measure?.Latency);
                if (!ModelFaults.AsksForAnother(failure.Fault))
                {
                    failure.Attempts = failed;
                    throw;
                }

                first ??= failure;
                if (Next(ref next, lacks, failed) is not { } way) throw Refused(first, failed, spent);
                metrics.FailedOver(at, way.Alias);
                (at, ask) = (way.Alias, () => call(way));
            }
        }
    }

    /// <summary>Who served an answer, with what was tried before.</summary>
    public ServedBy Whole(ServedBy served, IReadOnlyList<FailedAttempt> failed)
        => served with { Asked = alias, Failed = [.. failed, .. served.Failed] };

    // The next model that can do it; null: there is none.
    private ModelWay<TClient>? Next(ref int next, Func<ModelWay<TClient>, Fault?> lacks, List<FailedAttempt> failed)
    {
        while (next < others.Count)
        {
            var other = others[next++];
            if (find(other).Succeeded(out var way, out var fault) && (fault = lacks(way)) is null) return way;
            failed.Add(new FailedAttempt(other, fault!.Code) { PassedOver = fault.Reason });
        }

        return null;
    }

    // What the caller asked for says best what is wrong; then comes why no other took its place.
    private ModelCallException Refused(ModelCallException first, List<FailedAttempt> failed, decimal? spent)
    {
        var others = failed.Where(attempt => attempt.Alias != alias).DistinctBy(attempt => attempt.Alias)
            .Select(attempt => attempt.PassedOver is { } why ? $"'{attempt.Alias}' was passed over ({why.TrimEnd('.')})" : $"'{attempt.Alias}' failed ({attempt.Code})");
        var fault = first.Fault with { Reason = $"{first.Fault.Reason} No other model took its place: {string.Join("; ", others)}." };
        return new ModelCallException(fault, new CallMeasure(spent, first.Measure?.Latency))
        {
            Refusal = first.Refusal, RetryAfter = first.RetryAfter, Attempts = failed,
        };
    }
}
