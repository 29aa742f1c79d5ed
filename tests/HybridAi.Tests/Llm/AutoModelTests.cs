using HybridAi.Llm;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm;

public sealed class AutoModelTests : IAsyncLifetime
{
    private LoopbackOpenAi _server = null!;
    private LlmFixture _fixture = null!;

    public async ValueTask InitializeAsync() => (_server, _fixture) = (await LoopbackOpenAi.StartAsync(), await LlmFixture.CreateAsync());

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _fixture.Dispose();
    }

    [Theory]
    [InlineData("nothing", "cheap")]
    [InlineData("tools", "able")]
    [InlineData("logprobs", "able")]
    [InlineData("schema", "able")]
    [InlineData("context", "able")]
    [InlineData("a long answer", "able")]
    [InlineData("a stream", "middle")]
    public void The_cheapest_that_can_do_what_is_asked_is_taken(string needs, string alias)
    {
        var asked = needs switch
        {
            "tools" => new ModelNeeds(10, Tools: true),
            "logprobs" => new ModelNeeds(10, Logprobs: true),
            "schema" => new ModelNeeds(10, JsonSchema: true),
            "context" => new ModelNeeds(5_000),
            "a long answer" => new ModelNeeds(10, OutputTokens: 900),
            _ => new ModelNeeds(10),
        };
        new AutoModel(Models(), _fixture.Clock).Choose(asked, streams: needs == "a stream").Value.Alias.ShouldBe(alias);
    }

    [Fact]
    public void Where_none_can_do_it_the_fault_says_what_each_lacks()
    {
        var fault = new AutoModel(Models(), _fixture.Clock).Choose(new ModelNeeds(2_000_000)).Fault.ShouldNotBeNull();
        fault.Code.ShouldBe("model-none-fits");
        foreach (var alias in new[] { "able", "cheap", "middle" }) fault.Reason.ShouldContain($"the model '{alias}' takes");
    }

    [Fact]
    public async Task A_model_whose_circuit_is_open_is_left_alone_until_it_may_be_probed()
    {
        var models = Models();
        var auto = new AutoModel(models, _fixture.Clock);
        _server.Refuses(500);
        for (var i = 0; i < 3; i++)
            await Should.ThrowAsync<ModelCallException>(models.Find("cheap").Value.Client.GetResponseAsync("hello", LlmFixture.Options(), TestContext.Current.CancellationToken));

        auto.Choose(new ModelNeeds(10)).Value.Alias.ShouldBe("middle");

        _fixture.Clock.Advance(TimeSpan.FromSeconds(15));
        auto.Choose(new ModelNeeds(10)).Value.Alias.ShouldBe("cheap");
    }

    private ModelCatalogue Models()
    {
        ModelOptions Served(decimal price, int context, CapabilityOptions capabilities)
        {
            var options = LlmFixture.Served(_server.Endpoint);
            (options.InputUsdPerMillion, options.OutputUsdPerMillion) = (price, price);
            (options.ContextTokens, options.MaxOutputTokens, options.Capabilities) = (context, context / 2, capabilities);
            options.CircuitBreaker.MinimumCalls = 3;
            return options;
        }

        return _fixture.Catalogue(
            ("able", Served(9, 1_000_000, new() { Tools = true, Logprobs = true })),
            ("middle", Served(2, 1_000, new() { JsonSchema = false })),
            ("cheap", Served(1, 1_000, new() { JsonSchema = false, Streaming = false })));
    }
}
