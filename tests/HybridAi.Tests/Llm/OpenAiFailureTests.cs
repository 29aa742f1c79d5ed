using HybridAi.Llm;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm;

/// <summary>What goes wrong with a server becomes a fault with a stable code and a ledger line, streamed or not, and never shows the key.</summary>
public sealed class OpenAiFailureTests
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello")];

    public static TheoryData<string, string, bool> Failures
    {
        get
        {
            var cases = new TheoryData<string, string, bool>();
            foreach (var streams in new[] { false, true })
            {
                cases.Add("401", "model-unauthorized", streams);
                cases.Add("404", "model-missing", streams);
                cases.Add("422", "model-refused-request", streams);
                cases.Add("429", "model-rate-limited", streams);
                cases.Add("500", "model-unavailable", streams);
                cases.Add("no JSON", streams ? "model-broke-off" : "model-answer-unreadable", streams);
                cases.Add("error body", streams ? "model-broke-off" : "model-answer-unreadable", streams);
                cases.Add("breaks off", "model-unreachable", streams);
            }

            cases.Add("stops short", "model-broke-off", true);
            cases.Add("no SSE JSON", "model-answer-unreadable", true);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failing_server_is_a_fault_and_a_line(string behaviour, string code, bool streams)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        Behave(server, behaviour);

        var failure = await Should.ThrowAsync<ModelCallException>(Call(fixture.OpenAi(server.Endpoint), streams));

        failure.Fault.Code.ShouldBe(code);
        (await fixture.LinesAsync()).ShouldHaveSingleItem().Outcome.ShouldBe(code);
        server.Requests.Count.ShouldBe(1, "one place owns retries, and it is not the client");
        $"{failure} {string.Join('\n', fixture.Logs.Lines)}".ShouldNotContain(LlmFixture.Key);
        fixture.Logs.Lines.ShouldContain(line => line.Contains(code));
    }

    [Theory]
    [InlineData("insufficient_quota", "429 (insufficient_quota)")]
    [InlineData(LlmFixture.Key, "status 429.")]
    public async Task A_provider_s_error_code_is_passed_on_where_it_is_one_plain_word(string code, string expected)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Refuses(429, code);
        (await Should.ThrowAsync<ModelCallException>(Call(fixture.OpenAi(server.Endpoint), streams: false))).Fault.Reason.ShouldContain(expected);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_is_not_there_is_unreachable(bool streams)
    {
        using var fixture = await LlmFixture.CreateAsync();
        var server = await LoopbackOpenAi.StartAsync();
        var model = fixture.OpenAi(server.Endpoint);
        await server.DisposeAsync();
        (await Should.ThrowAsync<ModelCallException>(Call(model, streams))).Fault.Code.ShouldBe("model-unreachable");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_without_an_end_is_given_up_after_the_timeout(bool streams)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Hangs();
        var call = Call(fixture.OpenAi(server.Endpoint), streams);
        await server.Called;

        fixture.Clock.Advance(TimeSpan.FromSeconds(30));

        var failure = await Should.ThrowAsync<ModelCallException>(call);
        failure.Fault.Code.ShouldBe("model-timeout");
        failure.Measure!.Latency.ShouldBe(TimeSpan.FromSeconds(30));
        (await fixture.LinesAsync()).ShouldHaveSingleItem().Outcome.ShouldBe("model-timeout");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_caller_s_cancellation_passes_and_leaves_a_line(bool streams)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        using var cancellation = new CancellationTokenSource();
        server.Hangs();
        var call = Call(fixture.OpenAi(server.Endpoint), streams, cancellation.Token);
        await server.Called;

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        (await fixture.LinesAsync()).ShouldHaveSingleItem().Outcome.ShouldBe("cancelled");
    }

    [Fact]
    public async Task A_stream_whose_reader_goes_away_leaves_a_line()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        await foreach (var _ in fixture.OpenAi(server.Endpoint).Client.GetStreamingResponseAsync(Hello, LlmFixture.Options(), TestContext.Current.CancellationToken))
            break;
        (await fixture.LinesAsync()).ShouldHaveSingleItem().Outcome.ShouldBe("abandoned");
    }

    [Fact]
    public async Task A_call_that_nobody_could_account_for_is_a_defect()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        var client = fixture.OpenAi(server.Endpoint).Client;
        await Should.ThrowAsync<InvalidOperationException>(client.GetResponseAsync(Hello, new ChatOptions(), TestContext.Current.CancellationToken));
        server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("401", false, "0")]
    [InlineData("429", true, "0")]
    [InlineData("500", false, "0")]
    [InlineData("503", true, "0")]
    [InlineData("502", false, null)]
    [InlineData("504", true, null)]
    [InlineData("no JSON", false, null)]
    [InlineData("error body", true, null)]
    public async Task A_failure_costs_nothing_where_the_provider_says_that_it_gave_no_answer_and_otherwise_nobody_knows(string behaviour, bool streams, string? cost)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        Behave(server, behaviour);
        var expected = cost is null ? (decimal?)null : decimal.Parse(cost, System.Globalization.CultureInfo.InvariantCulture);
        (await Should.ThrowAsync<ModelCallException>(Call(fixture.OpenAi(server.Endpoint), streams))).Measure.ShouldNotBeNull().CostUsd.ShouldBe(expected);
        (await fixture.LinesAsync()).ShouldHaveSingleItem().CostUsd.ShouldBe(expected);
    }

    [Theory]
    [InlineData("502", "model-unreachable")]
    [InlineData("504", "model-timeout")]
    public async Task An_error_of_somebody_in_between_is_told_from_one_of_the_provider(string behaviour, string code)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        Behave(server, behaviour);
        (await Should.ThrowAsync<ModelCallException>(Call(fixture.OpenAi(server.Endpoint), streams: false))).Fault.Code.ShouldBe(code);
    }

    private static void Behave(LoopbackOpenAi server, string behaviour)
    {
        switch (behaviour)
        {
            case "no JSON": server.SaysRaw("<html>proxy error</html>", "text/html"); break;
            case "no SSE JSON": server.SaysRaw("data: nonsense\n\n", "text/event-stream"); break;
            case "error body": server.SaysRaw("""{"error":{"message":"overloaded"}}""", "application/json"); break;
            case "breaks off": server.BreaksOff(); break;
            case "stops short": server.StopsShort(); break;
            default: server.Refuses(int.Parse(behaviour, System.Globalization.CultureInfo.InvariantCulture)); break;
        }
    }

    private static Task<ChatResponse> Call(Model model, bool streams, CancellationToken? cancellation = null)
        => (streams ? new ByStreaming(model.Client) : model.Client)
            .GetResponseAsync(Hello, LlmFixture.Options(), cancellation ?? TestContext.Current.CancellationToken);
}
