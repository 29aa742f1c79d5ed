using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Providers;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm;

public sealed class OpenAiProviderTests
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Hello")];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_carries_text_tokens_cost_and_latency(bool streams)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Says("good morning");

        var response = await Client(fixture.OpenAi(server.Endpoint), streams)
            .GetResponseAsync(Hello, LlmFixture.Options(), TestContext.Current.CancellationToken);

        response.Text.ShouldBe("good morning");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        response.ModelId.ShouldBe("served");
        response.Usage!.InputTokenCount.ShouldBe(1000);
        response.CostUsd().ShouldBe(0.003m);
        response.Latency().ShouldBe(TimeSpan.Zero);
        var line = (await fixture.LinesAsync()).ShouldHaveSingleItem();
        (line.Outcome, line.CostUsd, line.InputTokens, line.OutputTokens, line.Model, line.Tier, line.RequestId, line.RecordId)
            .ShouldBe(("ok", 0.003m, 1000, 100, "large", "labelling", "run-1", "record-1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_price_the_cost_is_unknown_and_not_zero(bool streams)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        var response = await Client(fixture.OpenAi(server.Endpoint, priced: false), streams)
            .GetResponseAsync(Hello, LlmFixture.Options(), TestContext.Current.CancellationToken);
        response.CostUsd().ShouldBeNull();
        (await fixture.LinesAsync()).ShouldHaveSingleItem().CostUsd.ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_wire_carries_the_request_and_nothing_of_ours(bool streams)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        var options = LlmFixture.Options("customer-input-in-context");
        options.MaxOutputTokens = 50;
        options.ResponseFormat = ChatResponseFormat.ForJsonSchema(System.Text.Json.JsonDocument.Parse("""{"type":"object"}""").RootElement, "label");

        await Client(fixture.OpenAi(server.Endpoint), streams).GetResponseAsync(Hello, options, TestContext.Current.CancellationToken);

        var seen = server.Requests.ShouldHaveSingleItem();
        seen.Authorization.ShouldBe($"Bearer {LlmFixture.Key}");
        seen.Streams.ShouldBe(streams);
        seen.Json.GetProperty("model").GetString().ShouldBe("served-model");
        seen.Json.GetProperty("temperature").GetDouble().ShouldBe(0);
        seen.Json.GetProperty("messages")[1].GetProperty("content").GetString().ShouldBe("Hello");
        var format = seen.Json.GetProperty("response_format");
        format.GetProperty("type").GetString().ShouldBe("json_schema");
        format.GetProperty("json_schema").GetProperty("strict").GetBoolean().ShouldBeTrue();
        foreach (var ours in new[] { "hybridai", "run-1", "record-1", "customer-input-in-context", "labelling", LlmFixture.Key })
            seen.Body.ShouldNotContain(ours, Case.Insensitive);
    }

    [Theory]
    [InlineData("length", "length")]
    [InlineData("content_filter", "content_filter")]
    public async Task Finish_reasons_are_told_apart(string sent, string expected)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Says("hel", sent);
        foreach (var streams in new[] { false, true })
        {
            var response = await Client(fixture.OpenAi(server.Endpoint), streams)
                .GetResponseAsync(Hello, LlmFixture.Options(), TestContext.Current.CancellationToken);
            response.FinishReason!.Value.Value.ShouldBe(expected);
        }
    }

    [Fact]
    public void Only_a_server_on_this_machine_may_go_without_a_key()
    {
        var provider = new OpenAiProvider(_ => null);
        ModelOptions At(string endpoint, string? variable) => new() { Provider = "openai", Model = "m", Endpoint = new Uri(endpoint), ApiKeyVariable = variable };

        provider.Check(At("http://localhost:11434/v1", null)).ShouldBeEmpty();
        provider.Check(At("http://127.0.0.1:1/v1", "UNSET_KEY")).ShouldBeEmpty();
        provider.Check(At("https://models.example/v1", null)).ShouldHaveSingleItem().Place.ShouldBe("ApiKeyVariable");
        provider.Check(At("https://models.example/v1", "UNSET_KEY")).ShouldHaveSingleItem().Reason.ShouldContain("UNSET_KEY is not set");
        provider.Check(new ModelOptions { Provider = "openai", Model = "m" }).ShouldHaveSingleItem().Place.ShouldBe("Endpoint");
        provider.Create("large", At("https://models.example/v1", "UNSET_KEY")).Fault!.Code.ShouldBe("model-settings");
    }

    private static IChatClient Client(Model model, bool streams) => streams ? new ByStreaming(model.Client) : model.Client;
}
