using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm;

public sealed class EmbeddingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openai")]
    [InlineData("azure-openai")]
    public async Task Vectors_come_in_the_order_of_their_texts_with_cost_and_a_ledger_line(string provider)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();

        var embeddings = await Served(fixture, server, provider).Generator.GenerateAsync(["a", "b", "c"], LlmFixture.EmbeddingOptions(), Cancellation);

        embeddings.Select(embedding => embedding.Vector.Span[0]).ShouldBe([0.5f, 1.5f, 2.5f]);
        (embeddings.Usage!.InputTokenCount, embeddings.CostUsd(), embeddings.Latency()).ShouldBe((30, 0.00006m, TimeSpan.Zero));
        var line = (await fixture.LinesAsync()).ShouldHaveSingleItem();
        (line.Outcome, line.CostUsd, line.InputTokens, line.Model, line.Tier).ShouldBe(("ok", 0.00006m, 30, "embed", "embedding"));
        var seen = server.Requests.ShouldHaveSingleItem();
        seen.Json.GetProperty("encoding_format").GetString().ShouldBe("base64");
        (provider == "openai" ? seen.Authorization : seen.ApiKey).ShouldNotBeNull().ShouldEndWith(LlmFixture.Key);
        (provider == "openai" ? seen.ApiKey : seen.Authorization).ShouldBeNull();
        foreach (var ours in new[] { "hybridai", "run-1", "embedding\"" }) seen.Body.ShouldNotContain(ours);
    }

    [Fact]
    public async Task More_texts_than_one_call_takes_go_out_in_several()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        var texts = Enumerable.Range(0, 25).Select(i => $"t{i}").ToArray();

        var embeddings = await Served(fixture, server, textsPerCall: 10).Generator.GenerateAsync(texts, LlmFixture.EmbeddingOptions(), Cancellation);

        (embeddings.Count, embeddings.Usage!.InputTokenCount, embeddings.CostUsd()).ShouldBe((25, 250, 0.0005m));
        (await fixture.LinesAsync()).Select(line => line.InputTokens).ShouldBe([100, 100, 50]);
    }

    [Theory]
    [InlineData("one missing")]
    [InlineData("not a number")]
    [InlineData("another length")]
    [InlineData("no JSON")]
    [InlineData("error body")]
    public async Task An_answer_that_would_poison_an_index_is_a_fault_and_a_line(string what)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        switch (what)
        {
            case "one missing": server.Embeds(8, missing: 1); break;
            case "not a number": server.Embeds(8, _ => float.NaN); break;
            case "another length": server.Embeds(9); break;
            case "no JSON": server.SaysRaw("<html>", "text/html"); break;
            default: server.SaysRaw("""{"error":{"message":"overloaded"}}""", "application/json"); break;
        }

        var failure = await Should.ThrowAsync<ModelCallException>(
            Served(fixture, server, dimensions: 8).Generator.GenerateAsync(["a", "b"], LlmFixture.EmbeddingOptions(), Cancellation));

        failure.Fault.Code.ShouldBe("model-answer-unreadable");
        (await fixture.LinesAsync()).ShouldHaveSingleItem().Outcome.ShouldBe("model-answer-unreadable");
    }

    [Theory]
    [InlineData(401, "model-unauthorized")]
    [InlineData(404, "model-missing")]
    [InlineData(500, "model-unavailable")]
    public async Task A_refusal_is_a_fault_that_never_shows_the_key(int status, string code)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Refuses(status);

        var failure = await Should.ThrowAsync<ModelCallException>(
            Served(fixture, server, "azure-openai").Generator.GenerateAsync(["a"], LlmFixture.EmbeddingOptions(), Cancellation));

        failure.Fault.Code.ShouldBe(code);
        server.Requests.Count.ShouldBe(1);
        $"{failure} {string.Join('\n', fixture.Logs.Lines)}".ShouldNotContain(LlmFixture.Key);
    }

    [Fact]
    public async Task A_call_without_an_end_is_given_up_after_the_timeout()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Hangs();
        var call = Served(fixture, server).Generator.GenerateAsync(["a"], LlmFixture.EmbeddingOptions(), Cancellation);
        await server.Called;

        fixture.Clock.Advance(TimeSpan.FromSeconds(60));

        (await Should.ThrowAsync<ModelCallException>(call)).Fault.Code.ShouldBe("model-timeout");
        (await fixture.LinesAsync()).ShouldHaveSingleItem().Latency.ShouldBe(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_call_that_nobody_could_account_for_is_a_defect()
    {
        using var fixture = await LlmFixture.CreateAsync();
        await Should.ThrowAsync<InvalidOperationException>(Hashed(fixture).Generator.GenerateAsync(["a"], null, Cancellation));
    }

    [Fact]
    public async Task Hashed_n_grams_are_free_and_the_same_every_time_and_near_for_texts_that_share_words()
    {
        using var fixture = await LlmFixture.CreateAsync();
        string[] texts =
            ["The label printer prints blank pages", "my label printer is printing a blank page", "I forgot the password of my account", "", "日本語の荷物 📦", new string('x', 100_000)];

        var first = await Hashed(fixture).Generator.GenerateAsync(texts, LlmFixture.EmbeddingOptions(), Cancellation);
        var again = await Hashed(fixture).Generator.GenerateAsync(texts, LlmFixture.EmbeddingOptions(), Cancellation);

        for (var i = 0; i < texts.Length; i++)
        {
            first[i].Vector.ToArray().ShouldBe(again[i].Vector.ToArray());
            first[i].Vector.Length.ShouldBe(256);
            Near(first, i, i).ShouldBe(texts[i].Length == 0 ? 0 : 1, 1e-4);
        }

        Near(first, 0, 1).ShouldBeGreaterThan(Near(first, 0, 2) + 0.2);
        first.CostUsd().ShouldBe(0);
        (await fixture.LinesAsync()).ShouldAllBe(line => line.CostUsd == 0 && line.Outcome == "ok");
    }

    [Fact]
    public async Task Kinds_are_told_apart()
    {
        using var fixture = await LlmFixture.CreateAsync();
        var catalogue = fixture.Catalogue(
            ("embed", new ModelOptions { Kind = ModelKind.Embedding, Provider = "hashed-ngrams", Model = "hashed" }),
            ("small", new ModelOptions { Provider = "recorded", Model = "m", AnswersFile = "f" }));

        catalogue.Find("embed").Fault.ShouldNotBeNull().Reason.ShouldContain("it makes embeddings. Known: small.");
        catalogue.FindEmbedding("small").Fault.ShouldNotBeNull().Reason.ShouldContain("it is a chat model. Known: embed.");
        catalogue.FindEmbedding("embed").Value.Generator.ShouldBeSameAs(catalogue.FindEmbedding("embed").Value.Generator);
    }

    private static double Near(GeneratedEmbeddings<Embedding<float>> embeddings, int one, int other)
        => embeddings[one].Vector.ToArray().Zip(embeddings[other].Vector.ToArray(), (left, right) => (double)left * right).Sum();

    private static EmbeddingModel Hashed(LlmFixture fixture) => fixture.Catalogue(
        ("embed", new ModelOptions { Kind = ModelKind.Embedding, Provider = "hashed-ngrams", Model = "hashed", Dimensions = 256 })).FindEmbedding("embed").Value;

    private static EmbeddingModel Served(LlmFixture fixture, LoopbackOpenAi server, string provider = "openai", int textsPerCall = 128, int? dimensions = null)
        => fixture.Catalogue(("embed", new ModelOptions
        {
            Kind = ModelKind.Embedding, Provider = provider, Model = "served", Endpoint = provider == "openai" ? server.Endpoint : server.AzureEndpoint,
            ApiKeyVariable = LlmFixture.KeyVariable, InputUsdPerMillion = 2, TextsPerCall = textsPerCall, Dimensions = dimensions, Retry = new() { MostAttempts = 1 },
        })).FindEmbedding("embed").Value;
}
