using System.Text.Json;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Tests.Llm.Loopback;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm;

/// <summary>Whatever a server of embeddings does wrong ends in vectors or in a fault with its line, through the whole gateway.</summary>
public sealed class EmbeddingFaultTests : IAsyncLifetime
{
    private const string Whole = "AACAPwAAgD8=";
    private LoopbackOpenAi _server = null!;
    private LlmFixture _fixture = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => (_server, _fixture) = (await LoopbackOpenAi.StartAsync(), await LlmFixture.CreateAsync());

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _fixture.Dispose();
    }

    [Theory]
    [InlineData("429", "model-rate-limited")]
    [InlineData("429 in 7 s", "model-rate-limited")]
    [InlineData("500", "model-unavailable")]
    [InlineData("503", "model-unavailable")]
    [InlineData("cut", "model-unreachable")]
    public async Task What_may_pass_is_tried_again_and_each_attempt_has_its_line(string fault, string code)
    {
        _server.Then(fault switch
        {
            "429" => LoopbackFaults.RateLimited(),
            "429 in 7 s" => LoopbackFaults.RateLimited(TimeSpan.FromSeconds(7)),
            "cut" => LoopbackFaults.Cut,
            _ => LoopbackFaults.Status(int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture)),
        });
        var startedAt = _fixture.Clock.GetUtcNow();
        var call = EmbedAsync(Model());
        await _fixture.Clock.RunAsync(call, TimeSpan.FromSeconds(25));

        var embeddings = await call;

        embeddings.Select(embedding => embedding.Vector.Span[0]).ShouldBe([0.5f, 1.5f]);
        (await OutcomesAsync()).ShouldBe([code, "ok"]);
        ServedBy.Of(embeddings)!.Failed.ShouldBe([new FailedAttempt("embed", code)]);
        if (fault.EndsWith('s')) (_fixture.Clock.GetUtcNow() - startedAt).ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData("wrong content type")]
    [InlineData("truncated JSON")]
    [InlineData("error body")]
    [InlineData("one vector too few")]
    [InlineData("one vector too many")]
    [InlineData("the same place twice")]
    [InlineData("a place that is none")]
    [InlineData("a place below none")]
    [InlineData("another length in the second")]
    [InlineData("no base64")]
    [InlineData("half a number")]
    [InlineData("an empty vector")]
    public async Task What_is_no_answer_is_a_fault_that_is_not_tried_again(string fault)
    {
        _server.Always(fault switch
        {
            "wrong content type" => LoopbackFaults.WrongContentType,
            "truncated JSON" => LoopbackFaults.TruncatedJson,
            "error body" => LoopbackFaults.ErrorBodyWith200,
            "one vector too few" => Says((0, Whole)),
            "one vector too many" => Says((0, Whole), (1, Whole), (1, Whole)),
            "the same place twice" => Says((0, Whole), (0, Whole)),
            "a place that is none" => Says((0, Whole), (2, Whole)),
            "a place below none" => Says((0, Whole), (-1, Whole)),
            "another length in the second" => Says((0, Whole), (1, "AACAPw==")),
            "no base64" => Says((0, Whole), (1, "!!not base64!!")),
            "half a number" => Says((0, Whole), (1, "AACAPwAA")),
            _ => Says((0, ""), (1, "")),
        });

        var failure = await Should.ThrowAsync<ModelCallException>(EmbedAsync(Model()));

        failure.Fault.Code.ShouldBe("model-answer-unreadable");
        (await OutcomesAsync()).ShouldBe(["model-answer-unreadable"]);
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Vectors_out_of_order_are_put_in_the_place_that_they_name()
    {
        _server.Always(Says((1, "AAAAQAAAAEA="), (0, Whole)));
        (await EmbedAsync(Model())).Select(embedding => embedding.Vector.Span[0]).ShouldBe([1f, 2f]);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_and_asked_again()
    {
        _server.Then(LoopbackFaults.Hang);
        var call = EmbedAsync(Model());
        await _server.Called;
        _fixture.Clock.Advance(TimeSpan.FromSeconds(60));
        await _fixture.Clock.RunAsync(call, TimeSpan.FromSeconds(25));
        (await call).Count.ShouldBe(2);
        (await OutcomesAsync()).ShouldBe(["model-timeout", "ok"]);
    }

    [Fact]
    public async Task A_model_that_fails_too_often_is_left_alone()
    {
        _server.Refuses(500);
        var model = Model(attempts: 1, change: settings => settings.CircuitBreaker.MinimumCalls = 3);
        for (var i = 0; i < 3; i++) await Should.ThrowAsync<ModelCallException>(EmbedAsync(model));

        var refused = await Should.ThrowAsync<ModelCallException>(EmbedAsync(model));

        (refused.Fault.Code, refused.RetryAfter!.Value.Delay).ShouldBe((ModelFaults.CircuitOpen, TimeSpan.FromSeconds(15)));
        _server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Calls_wait_for_the_rate_limit_and_say_when_there_is_room()
    {
        var model = Model(change: settings => (settings.RateLimit.RequestsPerMinute, settings.RateLimit.PatienceSeconds) = (1, 30));
        await EmbedAsync(model);

        var refused = await Should.ThrowAsync<ModelCallException>(EmbedAsync(model));

        (refused.Fault.Code, refused.RetryAfter!.Value.Delay).ShouldBe((ModelFaults.RateLimitWait, TimeSpan.FromMinutes(1)));
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_provider_that_says_its_allowance_is_spent_is_not_asked_before_it_comes_back()
    {
        _server.Headers["x-ratelimit-remaining-requests"] = "0";
        _server.Headers["x-ratelimit-reset-requests"] = "20s";
        var model = Model(change: settings => settings.RateLimit.PatienceSeconds = 5);
        await EmbedAsync(model);

        var refused = await Should.ThrowAsync<ModelCallException>(EmbedAsync(model));

        refused.RetryAfter!.Value.Delay.ShouldBe(TimeSpan.FromSeconds(20));
    }

    private static LoopbackBehaviour Says(params (int Index, string Base64)[] vectors) => LoopbackFaults.Raw(
        JsonSerializer.Serialize(new
        {
            @object = "list", model = "served", usage = new { prompt_tokens = 20, total_tokens = 20 },
            data = vectors.Select(vector => new { @object = "embedding", index = vector.Index, embedding = vector.Base64 }),
        }),
        "application/json");

    private static Task<GeneratedEmbeddings<Embedding<float>>> EmbedAsync(EmbeddingModel model)
        => model.Generator.GenerateAsync(["a", "b"], LlmFixture.EmbeddingOptions(), Cancellation);

    private async Task<IReadOnlyList<string>> OutcomesAsync() => [.. (await _fixture.LinesAsync()).Select(line => line.Outcome)];

    private EmbeddingModel Model(int attempts = 4, Action<ModelOptions>? change = null)
    {
        var settings = new ModelOptions
        {
            Kind = ModelKind.Embedding, Provider = "openai", Model = "served", Endpoint = _server.Endpoint, ApiKeyVariable = LlmFixture.KeyVariable,
            InputUsdPerMillion = 2, Retry = new() { MostAttempts = attempts },
        };
        change?.Invoke(settings);
        return _fixture.Catalogue(("embed", settings)).FindEmbedding("embed").Value;
    }
}
