using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Providers;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>The whole gateway against a server that fails, streamed or not.</summary>
public sealed class LoopbackTests : IAsyncLifetime
{
    private LoopbackOpenAi _server = null!;
    private LlmFixture _fixture = null!;

    public async ValueTask InitializeAsync() => (_server, _fixture) = (await LoopbackOpenAi.StartAsync(), await LlmFixture.CreateAsync());

    public async ValueTask DisposeAsync()
    {
        _fixture.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(408, "model-timeout", false)]
    [InlineData(408, "model-timeout", true)]
    [InlineData(429, "model-rate-limited", false)]
    [InlineData(429, "model-rate-limited", true)]
    [InlineData(500, "model-unavailable", false)]
    [InlineData(500, "model-unavailable", true)]
    [InlineData(503, "model-unavailable", false)]
    [InlineData(503, "model-unavailable", true)]
    public async Task A_passing_refusal_is_called_again_and_each_call_is_a_line(int status, string code, bool streams)
    {
        _server.Refuses(status);
        _server.Then(2, server => server.Says("good morning"));

        var response = await Model().CallAsync(_fixture.Clock, streams);

        response.Text.ShouldBe("good morning");
        response.CostUsd().ShouldBe(0.003m);
        ServedBy.Of(response)!.Failed.Select(failed => failed.Code).ShouldBe([code, code]);
        (await _fixture.LinesAsync()).Select(line => line.Outcome).ShouldBe([code, code, "ok"]);
    }

    [Theory]
    [InlineData("retry-after", "7", 7, false)]
    [InlineData("retry-after", "7", 7, true)]
    [InlineData("retry-after-ms", "1500", 1.5, false)]
    [InlineData("x-ratelimit-reset-requests", "1m1s", 61, true)]
    [InlineData("retry-after", "Mon, 02 Mar 2026 09:00:20 GMT", 20, false)]
    [InlineData("retry-after", "Mon, 02 Mar 2026 09:00:20 GMT", 20, true)]
    public async Task The_server_says_when_to_come_back(string header, string value, double seconds, bool streams)
    {
        _server.Refuses(429);
        _server.Headers["date"] = "Mon, 02 Mar 2026 09:00:00 GMT";
        _server.Headers["x-ratelimit-remaining-requests"] = "0";
        _server.Headers[header] = value;
        _server.Then(1, server =>
        {
            server.Headers.Clear();
            server.Says("good morning");
        });
        var start = _fixture.Clock.GetUtcNow();

        await Model(timeoutSeconds: 200).CallAsync(_fixture.Clock, streams, within: TimeSpan.FromSeconds(65));

        (_fixture.Clock.GetUtcNow() - start).ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Spent_tokens_in_the_headers_of_an_answer_hold_the_next_call_back(bool streams)
    {
        _server.Headers["x-ratelimit-remaining-tokens"] = "0";
        _server.Headers["x-ratelimit-reset-tokens"] = "12s";
        var client = Model();
        var start = _fixture.Clock.GetUtcNow();
        await client.CallAsync(_fixture.Clock, streams);
        await client.CallAsync(_fixture.Clock, streams);
        (_fixture.Clock.GetUtcNow() - start).ShouldBe(TimeSpan.FromSeconds(12));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_hangs_is_given_up_and_called_again(bool streams)
    {
        _server.Hangs();
        _server.Then(1, server => server.Says("good morning"));
        var call = Model().CallAsync(streams);
        await _server.Called;
        _fixture.Clock.Advance(TimeSpan.FromSeconds(30));
        await _fixture.Clock.RunAsync(call, TimeSpan.FromSeconds(20));
        ServedBy.Of(await call)!.Failed.ShouldHaveSingleItem().Code.ShouldBe("model-timeout");
    }

    [Fact]
    public async Task A_cut_answer_is_called_again_and_a_cut_stream_that_had_begun_is_not()
    {
        _server.BreaksOff();
        _server.Then(1, server => server.Says("good morning"));
        (await Model().CallAsync(_fixture.Clock, streams: false)).Text.ShouldBe("good morning");

        _server.StopsShort();
        (await Should.ThrowAsync<ModelCallException>(Model().CallAsync(_fixture.Clock, streams: true))).Fault.Code.ShouldBe("model-broke-off");
        (await _fixture.LinesAsync()).Select(line => line.Outcome).ShouldBe(["model-unreachable", "ok", "model-broke-off"]);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_refusal_that_stands_is_called_once(int status)
    {
        _server.Refuses(status);
        await Should.ThrowAsync<ModelCallException>(Model().CallAsync(streams: false));
        _server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_model_takes_over_at_its_own_price_and_the_circuit_spares_the_first(bool streams)
    {
        await using var other = await LoopbackOpenAi.StartAsync();
        _server.Refuses(503);
        var large = LlmFixture.Served(_server.Endpoint);
        large.Failover = ["small"];
        large.CircuitBreaker = new CircuitBreakerOptions { MinimumCalls = 2, BreakSeconds = 60 };
        var small = LlmFixture.Served(other.Endpoint);
        (small.InputUsdPerMillion, small.OutputUsdPerMillion) = (0.5m, 1);
        using var catalogue = _fixture.Catalogue(("large", large), ("small", small));
        var client = catalogue.Find("large").Value.Client;

        for (var i = 0; i < 3; i++)
        {
            var response = await client.CallAsync(streams);
            var served = ServedBy.Of(response)!;
            (served.Asked, served.Alias).ShouldBe(("large", "small"));
            served.Failed.ShouldHaveSingleItem().Code.ShouldBe(i < 2 ? "model-unavailable" : "model-circuit-open");
            response.CostUsd().ShouldBe(0.0006m);
        }

        _server.Requests.Count.ShouldBe(2);
        (await _fixture.LinesAsync()).Select(line => $"{line.Model} {line.Outcome}").ShouldBe(
            ["large model-unavailable", "small ok", "large model-unavailable", "small ok", "small ok"]);
    }

    [Theory]
    [InlineData("1s", 1.0)]
    [InlineData("6m0s", 360.0)]
    [InlineData("1h2m3s", 3723.0)]
    [InlineData("20ms", 0.02)]
    [InlineData("1.5", 1.5)]
    [InlineData("soon", null)]
    [InlineData("-3", null)]
    [InlineData("5x", null)]
    [InlineData("99999999999999d", null)]
    public void Durations_are_read_as_providers_write_them(string text, double? seconds)
        => (RateLimitHeaders.ParseDuration(text)?.TotalSeconds).ShouldBe(seconds);

    private Microsoft.Extensions.AI.IChatClient Model(int timeoutSeconds = 30)
    {
        var options = LlmFixture.Served(_server.Endpoint);
        options.TimeoutSeconds = timeoutSeconds;
        options.Retry = new RetryOptions();
        return _fixture.Catalogue(("large", options)).Find("large").Value.Client;
    }
}
