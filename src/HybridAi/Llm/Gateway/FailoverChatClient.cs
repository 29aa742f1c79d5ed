using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace HybridAi.Llm.Gateway;

/// <summary>
/// Asks the next model of an alias's list when the one before can't serve now: its circuit is open, it is out of reach, full beyond the
/// caller's patience, or failed in every attempt. Never for a fault that the next model would share: a bad request, a missing right, a
/// spent budget. Each model has its own limits, retries and circuit, whoever asks for it, and its own price.
/// </summary>
/// <remarks>A stream that broke after its first token is not taken over. Deadlines add up: each model has its own.</remarks>
/// <param name="inner">The way to the alias itself.</param>
/// <param name="alias">The alias that is asked for.</param>
/// <param name="others">The aliases to turn to, in order.</param>
/// <param name="find">The way to one of them.</param>
/// <param name="metrics">Counts.</param>
internal sealed class FailoverChatClient(
    IChatClient inner, string alias, IReadOnlyList<string> others, Func<string, Outcome<IChatClient>> find, GatewayMetrics metrics)
    : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var (response, failed) = await FirstThatServesAsync(client => client.GetResponseAsync(request, options, cancellationToken));
        if (failed.Count > 0 && ServedBy.Of(response) is { } served) Whole(served, failed).AttachTo(response);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var (stream, failed) = await FirstThatServesAsync(
            client => StartedStream.StartAsync(client.GetStreamingResponseAsync(request, options, cancellationToken), cancellationToken));
        await using var started = stream;
        if (failed.Count > 0 && stream.Served is { } served) stream.Correct(Whole(served, failed));
        await foreach (var update in stream.ReadAsync(cancellationToken)) yield return update;
    }

    private async Task<(T Answer, List<FailedAttempt> Failed)> FirstThatServesAsync<T>(Func<IChatClient, Task<T>> call)
    {
        List<FailedAttempt> failed = [];
        ModelCallException? firstFailure = null;
        decimal? spent = 0;
        var (client, at) = (InnerClient, alias);
        for (var next = 0; ; next++)
        {
            try
            {
                return (await call(client), failed);
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

                // What the caller asked for says best what is wrong; the rest stands in its attempts.
                firstFailure ??= failure;
            }

            for (; ; next++)
            {
                if (next == others.Count)
                {
                    firstFailure.Attempts = failed;
                    firstFailure.Measure = new CallMeasure(spent, firstFailure.Measure?.Latency);
                    throw firstFailure;
                }

                metrics.FailedOver(at, others[next]);
                at = others[next];
                if (find(at).Succeeded(out var other, out var fault))
                {
                    client = other;
                    break;
                }

                failed.Add(new FailedAttempt(at, fault.Code));
            }
        }
    }

    private ServedBy Whole(ServedBy served, List<FailedAttempt> failed) => served with { Asked = alias, Failed = [.. failed, .. served.Failed] };
}
