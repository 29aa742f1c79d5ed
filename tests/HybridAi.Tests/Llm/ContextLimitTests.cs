using HybridAi.Llm;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm;

public sealed class ContextLimitTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_prompt_longer_than_the_context_is_refused_before_anybody_is_paid(bool streams)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        var client = Client(fixture, server, streams);

        var failure = await Should.ThrowAsync<ModelCallException>(client.GetResponseAsync(
            string.Concat(Enumerable.Repeat("word ", 200)), LlmFixture.Options(), TestContext.Current.CancellationToken));

        (failure.Fault.Code, failure.Measure!.CostUsd).ShouldBe(("context-too-long", 0m));
        server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_longer_answer_is_asked_for_than_the_model_gives(bool streams)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        var options = LlmFixture.Options();
        options.MaxOutputTokens = 5_000;

        await Client(fixture, server, streams).GetResponseAsync("hello", options, TestContext.Current.CancellationToken);

        server.Requests.Single().Json.GetProperty("max_completion_tokens").GetInt32().ShouldBe(20);
        options.MaxOutputTokens.ShouldBe(5_000, "the caller's options are the caller's");
    }

    [Fact]
    public async Task A_model_that_does_not_stream_is_asked_for_the_whole_answer()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        var client = fixture.Catalogue(("large", new ModelOptions
        {
            Provider = "openai", Model = "m", Endpoint = server.Endpoint, InputUsdPerMillion = 2, OutputUsdPerMillion = 10, Capabilities = new() { Streaming = false },
        })).Find("large").Value.Client;

        var response = await new ByStreaming(client).GetResponseAsync("hello", LlmFixture.Options(), TestContext.Current.CancellationToken);

        (response.Text, HybridAi.Llm.Gateway.CallMeasures.CostUsd(response)).ShouldBe(("hello", 0.003m));
        server.Requests.Single().Streams.ShouldBeFalse();
        (await fixture.LinesAsync()).ShouldHaveSingleItem().Outcome.ShouldBe("ok");
    }

    private static IChatClient Client(LlmFixture fixture, LoopbackOpenAi server, bool streams)
    {
        var client = fixture.Catalogue(("large", new ModelOptions
        {
            Provider = "openai", Model = "m", Endpoint = server.Endpoint, ContextTokens = 100, MaxOutputTokens = 20,
        })).Find("large").Value.Client;
        return streams ? new ByStreaming(client) : client;
    }
}
