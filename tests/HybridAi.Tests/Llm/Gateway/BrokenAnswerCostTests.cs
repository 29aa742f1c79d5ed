using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>What the ledger says of an answer that did not reach its end: what was told, what arrived, or that nobody knows.</summary>
public sealed class BrokenAnswerCostTests
{
    [Fact]
    public async Task A_broken_stream_costs_what_arrived_by_the_scale_of_the_answers_before_it()
    {
        await using var bench = await GatewayBench.CreateAsync();
        bench.Model.Answer = (_, _) => Task.FromResult(FakeModel.Says("12345678", input: 170, output: 4));
        var client = bench.Client();
        await client.CallAsync(streams: true, GatewayBench.Options());
        bench.Model.Stream = (_, _) => Breaks("1234");

        await Should.ThrowAsync<ModelCallException>(client.CallAsync(streams: true, GatewayBench.Options()));

        var line = (await bench.LinesAsync())[1];
        (line.Outcome, line.CostUsd, line.InputTokens).ShouldBe(("model-broke-off", ((170 * 2) + (2 * 10)) / 1_000_000m, null));
    }

    [Fact]
    public async Task What_was_told_before_the_break_goes_before_any_count_of_ours()
    {
        await using var bench = await GatewayBench.CreateAsync();
        bench.Model.Stream = (_, _) => Breaks("1234", new UsageDetails { InputTokenCount = 10, OutputTokenCount = 20 });
        await Should.ThrowAsync<ModelCallException>(bench.Client().CallAsync(streams: true, GatewayBench.Options()));
        (await bench.LinesAsync()).ShouldHaveSingleItem().CostUsd.ShouldBe(0.00022m);
    }

    [Fact]
    public async Task A_stream_whose_reader_goes_away_costs_what_it_read()
    {
        await using var bench = await GatewayBench.CreateAsync();
        await foreach (var _ in bench.Client().GetStreamingResponseAsync(GatewayBench.Hello, GatewayBench.Options(), GatewayBench.Cancellation)) break;
        var line = (await bench.LinesAsync()).ShouldHaveSingleItem();
        (line.Outcome, line.CostUsd > 0).ShouldBe(("abandoned", true));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_answer_with_less_than_no_tokens_has_an_unknown_cost(bool streams)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Always(Loopback.LoopbackFaults.WrongTokenCounts(-5, 9));
        (await fixture.OpenAi(server.Endpoint).Client.CallAsync(streams)).CostUsd().ShouldBeNull();
        var line = (await fixture.LinesAsync()).ShouldHaveSingleItem();
        (line.Outcome, line.CostUsd, line.InputTokens).ShouldBe(("ok", null, null));
    }

    [Fact]
    public void Neither_a_slip_nor_one_strange_text_moves_the_scale()
    {
        var (scale, price) = (new TokenScale(), new ModelPrice(1_000_000, 1_000_000));
        scale.Price(price, 400, 40).ShouldBe(110, "four bytes a token, as long as nothing is known");
        for (var call = 0; call < 20; call++) scale.Learn(400, call % 5 == 0 ? 7 : 200, 40, call % 5 == 0 ? 100_000 : 10);
        scale.Learn(400, null, 0, 3);
        scale.Price(price, 800, 80).ShouldBe(420);
        scale.Price(ModelPrice.Unknown, 800, 80).ShouldBeNull();
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Breaks(string text, UsageDetails? usage = null)
    {
        await Task.Yield();
        yield return FakeModel.Part(text);
        if (usage is not null) yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(usage)]);
        throw new ModelCallException(Fault.Unavailable("model-broke-off", "cut"));
    }
}
