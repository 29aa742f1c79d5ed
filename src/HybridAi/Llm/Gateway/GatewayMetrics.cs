using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace HybridAi.Llm.Gateway;

/// <summary>What the gateway tells OpenTelemetry: the GenAI conventions' instruments, and its own under <c>hybridai.llm</c>. No text, ever.</summary>
internal sealed class GatewayMetrics : IDisposable
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "HybridAi.Llm";

    public static readonly ActivitySource Activities = new(Name);

    // The boundaries that the semantic conventions ask for.
    private static readonly double[] Seconds = [.. Enumerable.Range(0, 14).Select(power => 0.01 * Math.Pow(2, power))];
    private static readonly long[] Tokens = [.. Enumerable.Range(0, 14).Select(power => 1L << (2 * power))];

    private readonly Meter _meter = new(Name);
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstToken;
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _waits;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _failovers;
    private readonly Gauge<int> _circuit;
    private readonly Gauge<int> _concurrency;

    public GatewayMetrics()
    {
        _duration = Histogram("gen_ai.client.operation.duration", "s", "Duration of a call of a model.", Seconds);
        _firstToken = Histogram("gen_ai.client.operation.time_to_first_chunk", "s", "Time until a stream's first content.", Seconds);
        _tokens = Histogram("gen_ai.client.token.usage", "{token}", "Tokens sent and received.", Tokens);
        _waits = Histogram("hybridai.llm.limiter.wait", "s", "Time that a call waited for a limit.", Seconds);
        _retries = _meter.CreateCounter<long>("hybridai.llm.retries", "{call}", "Calls made again.");
        _failovers = _meter.CreateCounter<long>("hybridai.llm.failovers", "{call}", "Calls turned to another model.");
        _circuit = _meter.CreateGauge<int>("hybridai.llm.circuit.state", description: "0 closed, 1 half open, 2 open.");
        _concurrency = _meter.CreateGauge<int>("hybridai.llm.concurrency.limit", "{call}", "Calls that may be under way.");
    }

    public void Called(TimeSpan duration, TimeSpan? firstToken, long? inputTokens, long? outputTokens, in TagList tags)
    {
        _duration.Record(duration.TotalSeconds, tags);
        if (firstToken is { } first) _firstToken.Record(first.TotalSeconds, tags);
        if (!_tokens.Enabled) return;
        Used(inputTokens, "input", tags);
        Used(outputTokens, "output", tags);
    }

    public void Waited(string alias, string limiter, TimeSpan time) => _waits.Record(time.TotalSeconds, Of(alias), new("hybridai.limiter", limiter));

    public void Retried(string alias, string code) => _retries.Add(1, Of(alias), new("error.type", code));

    public void FailedOver(string from, string to) => _failovers.Add(1, Of(from), new("hybridai.model.next", to));

    public void Circuit(string alias, CircuitState state) => _circuit.Record((int)state, Of(alias));

    public void ConcurrencyLimit(string alias, int limit) => _concurrency.Record(limit, Of(alias));

    public void Dispose() => _meter.Dispose();

    private void Used(long? tokens, string type, TagList tags)
    {
        if (tokens is not { } count) return;
        tags.Add("gen_ai.token.type", type);
        _tokens.Record(count, tags);
    }

    private static KeyValuePair<string, object?> Of(string alias) => new("hybridai.model.alias", alias);

    private Histogram<T> Histogram<T>(string name, string unit, string description, T[] boundaries)
        where T : struct
        => _meter.CreateHistogram(name, unit, description, tags: null, new InstrumentAdvice<T> { HistogramBucketBoundaries = boundaries });
}
