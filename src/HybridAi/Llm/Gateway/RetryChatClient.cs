using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Makes a failed call again: after 408, 429, 5xx, timeouts, lost connections, and a stream that was cut before its first token. The wait
/// is random, or what the provider asks for. The one place that retries.
/// </summary>
/// <remarks>A stream that breaks later is not retried: its reader holds the beginning already and gets the fault.</remarks>
internal sealed class RetryChatClient(
    IChatClient inner, string alias, RetryOptions options, Jitter jitter, TimeProvider clock, GatewayMetrics metrics) : DelegatingChatClient(inner)
{
    private readonly TimeSpan _deadline = TimeSpan.FromSeconds(options.DeadlineSeconds);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        using var limit = new CancellationTokenSource(_deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var (response, served) = await AttemptAsync(() => base.GetResponseAsync(request, options, either.Token), limit, cancellationToken);
        served.AttachTo(response);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        using var limit = new CancellationTokenSource(_deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var (stream, served) = await AttemptAsync(
            () => StartedStream.StartAsync(base.GetStreamingResponseAsync(request, options, either.Token), either.Token), limit, cancellationToken);
        limit.CancelAfter(Timeout.InfiniteTimeSpan); // It has begun: the model's timeout is what holds it now.
        await using var started = stream;
        var first = new ChatResponseUpdate(); // One of its own: what hangs on an update with content becomes its message's, not the answer's.
        served.AttachTo(first);
        yield return first;
        await foreach (var update in stream.ReadAsync(either.Token)) yield return update;
    }

    private async Task<(T Answer, ServedBy Served)> AttemptAsync<T>(Func<Task<T>> call, CancellationTokenSource limit, CancellationToken cancellation)
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
