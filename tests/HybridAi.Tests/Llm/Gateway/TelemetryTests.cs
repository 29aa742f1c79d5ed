using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;
using static HybridAi.Tests.Llm.Gateway.ScriptedChatClient;

namespace HybridAi.Tests.Llm.Gateway;

public sealed class TelemetryTests : IDisposable
{
    private readonly string _alias = $"telemetry-{Guid.CreateVersion7(new ManualClock().GetUtcNow())}";
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, Dictionary<string, object?> Tags)> _measured = new();
    private readonly ActivityListener _spanListener;
    private readonly MeterListener _meterListener = new();
    private readonly ManualClock _clock = new();
    private readonly GatewayMetrics _metrics = new();

    public TelemetryTests()
    {
        _spanListener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "HybridAi.Llm",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (Equals(span.GetTagItem("hybridai.model.alias"), _alias)) _spans.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(_spanListener);
        _meterListener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "HybridAi.Llm") listener.EnableMeasurementEvents(instrument);
        };
        _meterListener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _meterListener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _meterListener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _meterListener.Start();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_is_one_span_and_one_measurement_without_a_text(bool streams)
    {
        var options = LlmFixture.Options("customer words");
        options.MaxOutputTokens = 50;
        await Telling(new ScriptedChatClient(Says("answer words"))).CallAsync(streams, options);

        var span = _spans.ShouldHaveSingleItem();
        span.DisplayName.ShouldBe("chat gpt-test");
        span.Kind.ShouldBe(ActivityKind.Client);
        var tags = span.TagObjects.ToDictionary();
        foreach (var (name, value) in new (string, object)[]
        {
            ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", "openai"), ("gen_ai.system", "openai"),
            ("gen_ai.request.model", "gpt-test"), ("gen_ai.response.model", "scripted-1"), ("gen_ai.response.id", "id-1"),
            ("gen_ai.usage.input_tokens", 10L), ("gen_ai.usage.output_tokens", 5L), ("gen_ai.request.max_tokens", 50),
            ("server.address", "models.example"), ("server.port", 8443),
        }) tags[name].ShouldBe(value, name);
        string.Join(' ', tags.Values).ShouldNotContain("words");
        string.Join(' ', tags.Values).ShouldNotContain("Hello");

        Of("gen_ai.client.operation.duration").ShouldHaveSingleItem().Tags["gen_ai.response.model"].ShouldBe("scripted-1");
        Of("gen_ai.client.token.usage").Select(found => ((string)found.Tags["gen_ai.token.type"]!, found.Value)).ShouldBe([("input", 10), ("output", 5)]);
        Of("gen_ai.client.operation.time_to_first_chunk").Count().ShouldBe(streams ? 1 : 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failed_call_carries_its_code(bool streams)
    {
        await Should.ThrowAsync<ModelCallException>(Telling(new ScriptedChatClient(Fails(ModelFaults.Timeout))).CallAsync(streams));
        var span = _spans.ShouldHaveSingleItem();
        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.GetTagItem("error.type").ShouldBe("model-timeout");
        Of("gen_ai.client.operation.duration").ShouldHaveSingleItem().Tags["error.type"].ShouldBe("model-timeout");
    }

    [Fact]
    public async Task A_call_for_vectors_is_a_span_of_its_own_operation_without_a_text()
    {
        var options = EmbeddingBench.Options();
        options.Dimensions = 256;
        await new GuardedEmbeddingGenerator(new FakeEmbedder(), Door("embed-test")).GenerateAsync(["customer words"], options, TestContext.Current.CancellationToken);

        var span = _spans.ShouldHaveSingleItem();
        span.DisplayName.ShouldBe("embeddings embed-test");
        var tags = span.TagObjects.ToDictionary();
        foreach (var (name, value) in new (string, object)[]
        {
            ("gen_ai.operation.name", "embeddings"), ("gen_ai.request.model", "embed-test"), ("gen_ai.embeddings.dimension.count", 256),
            ("gen_ai.usage.input_tokens", 5L), ("server.address", "models.example"),
        }) tags[name].ShouldBe(value, name);
        string.Join(' ', tags.Values).ShouldNotContain("words");
        Of("gen_ai.client.operation.duration").ShouldHaveSingleItem().Tags["gen_ai.operation.name"].ShouldBe("embeddings");
        Of("gen_ai.client.token.usage").Select(found => ((string)found.Tags["gen_ai.token.type"]!, found.Value)).ShouldBe([("input", 5)]);
    }

    [Fact]
    public async Task Retries_failovers_circuits_and_waits_are_counted()
    {
        var retrying = new RetryChatClient(
            new ScriptedChatClient(Fails(ModelFaults.Timeout), Says(), Fails(ModelFaults.QuotaSpent)), new Retries(_alias, new(), new Jitter(1), _clock, _metrics));
        await retrying.CallAsync(_clock, streams: false);
        await new FailoverChatClient(retrying, new(_alias, ["b"], other => new ModelWay<IChatClient>(other, new(), new ScriptedChatClient(Says())), _metrics)).CallAsync(streams: false);
        var breaker = new CircuitBreaker(_alias, new() { MinimumCalls = 1 }, _clock, _metrics);
        breaker.Leave(breaker.Enter(), failed: true);
        using var limiter = new RateLimiter(_alias, new() { RequestsPerMinute = 1 }, _clock, _metrics);
        await limiter.EnterAsync(0, TimeSpan.MaxValue, TestContext.Current.CancellationToken);
        var waiting = limiter.EnterAsync(0, TimeSpan.FromHours(1), TestContext.Current.CancellationToken).AsTask();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await waiting;

        Of("hybridai.llm.retries").ShouldHaveSingleItem().Tags["error.type"].ShouldBe("model-timeout");
        Of("hybridai.llm.failovers").ShouldHaveSingleItem().Tags["hybridai.model.next"].ShouldBe("b");
        Of("hybridai.llm.circuit.state").ShouldHaveSingleItem().Value.ShouldBe(2);
        Of("hybridai.llm.limiter.wait").ShouldHaveSingleItem().Value.ShouldBe(60);
    }

    public void Dispose()
    {
        _spanListener.Dispose();
        _meterListener.Dispose();
        _metrics.Dispose();
    }

    private IEnumerable<(string Instrument, double Value, Dictionary<string, object?> Tags)> Of(string instrument)
        => _measured.Where(found => found.Instrument == instrument);

    private void Measured(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var found = tags.ToArray().ToDictionary();
        if (Equals(found.GetValueOrDefault("hybridai.model.alias"), _alias)) _measured.Enqueue((instrument.Name, value, found));
    }

    private GuardedChatClient Telling(ScriptedChatClient provider) => new(provider, Door("gpt-test"));

    private TelemetryDoor Door(string model) => new(
        _alias, new ModelOptions { Provider = "openai", Model = model, Endpoint = new Uri("https://models.example:8443/v1") }, _clock, _metrics);
}
