using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Tests.Curate.Labelling;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm;

public sealed class PriceListTests
{
    private static readonly UsageDetails Usage = new() { InputTokenCount = 1_000_000, CachedInputTokenCount = 400_000, OutputTokenCount = 100_000 };

    [Fact]
    public void Cached_tokens_have_a_price_of_their_own_and_without_one_cost_what_others_do()
    {
        new ModelPrice(2, 10, 0.5m).Of(Usage).ShouldBe((0.6m * 2) + (0.4m * 0.5m) + 1);
        new ModelPrice(2, 10).Of(Usage).ShouldBe(3);
    }

    [Fact]
    public void What_is_not_known_is_unknown_and_not_zero()
    {
        new ModelPrice(null, 10).Of(Usage).ShouldBeNull();
        new ModelPrice(2, null).Of(Usage).ShouldBeNull();
        new ModelPrice(2, 10).Of(null).ShouldBeNull();
        new ModelPrice(0, 0).Of(Usage).ShouldBe(0);
    }

    [Fact]
    public void The_price_in_force_is_that_of_the_clock()
    {
        var prices = PriceList.Of(new ModelOptions { Prices = [Price("2026-01-01", 3), Price("2026-03-02", 2)] });

        prices.At(At("2025-12-31T23:59:59Z")).IsKnown.ShouldBeFalse();
        prices.At(At("2026-03-01T23:59:59Z")).InputUsdPerMillion.ShouldBe(3);
        prices.At(At("2026-03-02T00:00:00Z")).InputUsdPerMillion.ShouldBe(2);
        prices.At(At("2026-03-02T01:00:00+02:00")).InputUsdPerMillion.ShouldBe(3, "days are days in UTC");
    }

    [Fact]
    public async Task A_call_is_priced_by_the_day_it_is_made_on()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Usage = (1_000_000, 500_000, 0);
        var client = fixture.Catalogue(("large", new ModelOptions
        {
            Provider = "openai", Model = "m", Endpoint = server.Endpoint,
            Prices = [Price("2026-01-01", 3, cached: 1), Price("2026-03-03", 2)],
        })).Find("large").Value.Client;

        (await client.GetResponseAsync("hello", LlmFixture.Options(), TestContext.Current.CancellationToken)).CostUsd().ShouldBe(2);
        fixture.Clock.Advance(TimeSpan.FromDays(1));
        (await client.GetResponseAsync("hello", LlmFixture.Options(), TestContext.Current.CancellationToken)).CostUsd().ShouldBe(2, "no discount is stated any more, so none is assumed: 1,000,000 at 2");
    }

    [Theory]
    [InlineData("hole", "HybridAi:Llm:Models:large:OutputUsdPerMillion: ")]
    [InlineData("hole in a list", "HybridAi:Llm:Models:large:Prices:1:OutputUsdPerMillion: ")]
    [InlineData("out of order", "HybridAi:Llm:Models:large:Prices:1:From: The days are out of order")]
    [InlineData("no date", "HybridAi:Llm:Models:large:Prices:0:From: ")]
    [InlineData("negative", "HybridAi:Llm:Models:large:Prices:0:InputUsdPerMillion: ")]
    [InlineData("empty", "HybridAi:Llm:Models:large:Prices:0:InputUsdPerMillion: ")]
    [InlineData("twice", "HybridAi:Llm:Models:large:Prices: ")]
    [InlineData("no room", "HybridAi:Llm:Models:large:MaxOutputTokens: ")]
    [InlineData("rule without context", "HybridAi:Llm:Models:large:ContextTokens: ")]
    public void A_price_table_with_a_hole_is_found_at_start_by_its_place(string what, string expected)
    {
        var model = new ModelOptions { Provider = "recorded", Model = "m", AnswersFile = "f" };
        switch (what)
        {
            case "hole": model.InputUsdPerMillion = 1; break;
            case "hole in a list": model.Prices = [Price("2026-01-01", 1), new() { From = new(2026, 2, 1), InputUsdPerMillion = 1 }]; break;
            case "out of order": model.Prices = [Price("2026-02-01", 1), Price("2026-01-01", 1)]; break;
            case "no date": model.Prices = [new() { InputUsdPerMillion = 1, OutputUsdPerMillion = 1 }]; break;
            case "negative": model.Prices = [Price("2026-02-01", -1)]; break;
            case "empty": model.Prices = [new() { From = new(2026, 1, 1) }]; break;
            case "twice": (model.InputUsdPerMillion, model.OutputUsdPerMillion, model.Prices) = (1, 1, [Price("2026-02-01", 1)]); break;
            case "no room": (model.ContextTokens, model.MaxOutputTokens) = (100, 100); break;
            default: model.LongText = LongTextRule.CutEnd; break;
        }

        Faults(model).ShouldHaveSingleItem().ShouldStartWith(expected);
    }

    [Fact]
    public void An_embedding_needs_no_output_price()
        => Faults(new ModelOptions { Kind = ModelKind.Embedding, Provider = "hashed-ngrams", Model = "m", InputUsdPerMillion = 1 }).ShouldBeEmpty();

    private static IEnumerable<string> Faults(ModelOptions model)
    {
        var options = new HybridAiOptions();
        options.Llm.PromptDirectory = SampleData.InRepository("prompts");
        options.Llm.Models["large"] = model;
        return new LlmOptionsValidation(LlmFixture.Providers, LlmFixture.Embeddings).Validate(null, options).Failures ?? [];
    }

    private static PriceOptions Price(string from, decimal usd, decimal? cached = null) => new()
    {
        From = DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), InputUsdPerMillion = usd, OutputUsdPerMillion = usd, CachedInputUsdPerMillion = cached,
    };

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture);
}
