using HybridAi.Llm;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>What a call is charged with, however it ends. 1,000 tokens in and 100 out cost 0.003 USD; "Hello" and 200 tokens out at most 0.00217.</summary>
public sealed class BudgetChatClientTests
{
    private const decimal Ceiling = 0.00217m; // (64 + 16 + 5) × 2 / 1e6 + 200 × 10 / 1e6

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_call_is_charged_with_what_the_ledger_says_it_cost(bool streams)
    {
        await using var bench = await GatewayBench.CreateAsync();
        var budget = await bench.CapAsync(1m);
        bench.Model.Answer = (_, _) => Task.FromResult(FakeModel.Says("hi", input: 40, output: 100));

        await AskAsync(bench.Client(), streams);

        (await bench.LinesAsync()).ShouldHaveSingleItem().CostUsd.ShouldBe(0.00108m);
        (await bench.FiguresAsync(budget)).ShouldBe((0.00108m, 0m, 0m));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_call_that_might_go_over_is_refused_before_anybody_is_called(bool streams)
    {
        await using var bench = await GatewayBench.CreateAsync();
        var budget = await bench.CapAsync(Ceiling - 0.000000001m);

        var failure = await Should.ThrowAsync<ModelCallException>(AskAsync(bench.Client(), streams));

        (failure.Fault.Code, failure.Measure!.CostUsd, failure.Refusal!.NeededUsd).ShouldBe(("budget-exhausted", 0m, Ceiling));
        failure.Refusal.Budget.Name.ShouldBe(budget);
        bench.Model.Calls.ShouldBe(0);
        await bench.CapAsync(Ceiling);
        await AskAsync(bench.Client(), streams);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task What_can_not_be_bounded_is_refused_where_a_budget_applies_and_only_there(bool streams)
    {
        await using var bench = await GatewayBench.CreateAsync();
        await bench.CapAsync(100m);
        var unpriced = bench.Client(options: GatewayBench.PricedModel(1, null));
        var other = GatewayBench.Call("other");

        (await CodeAsync(unpriced, GatewayBench.Options())).ShouldBe("budget-price-unknown");
        (await CodeAsync(bench.Client(), GatewayBench.Options(maxOutput: null))).ShouldBe("budget-call-unbounded");
        (await CodeAsync(bench.Client(), GatewayBench.Options(), new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")]))).ShouldBe("budget-call-unbounded");
        bench.Model.Calls.ShouldBe(0);
        await AskAsync(unpriced, streams, GatewayBench.Options(other, maxOutput: null));

        async Task<string> CodeAsync(IChatClient client, ChatOptions options, params ChatMessage[] messages)
            => (await Should.ThrowAsync<ModelCallException>(AskAsync(client, streams, options, messages))).Fault.Code;
    }

    [Fact]
    public async Task Tools_and_what_they_said_are_counted()
    {
        await using var bench = await GatewayBench.CreateAsync();
        await bench.CapAsync(0);
        var options = GatewayBench.Options();
        options.Tools = [AIFunctionFactory.CreateDeclaration("find", "Finds.", System.Text.Json.JsonDocument.Parse("{}").RootElement)];
        ChatMessage[] messages = [.. GatewayBench.Hello, new(ChatRole.Assistant, [new FunctionCallContent("c1", "find")]), new(ChatRole.Tool, [new FunctionResultContent("c1", "found")])];

        var needed = (await Should.ThrowAsync<ModelCallException>(AskAsync(bench.Client(), streams: false, options, messages))).Refusal!.NeededUsd;

        // A tool of 64 + 4 + 6 + 2, a call of 16 + 16 + 2 + 4 and "null", a result of 16 + 16 + 2 and the quoted word.
        needed.ShouldBe(Ceiling + ((76 + 42 + 41) * 2 / 1_000_000m));
    }

    [Theory]
    [InlineData("model-rate-limited", 0, 0)]
    [InlineData("model-unauthorized", 0, 0)]
    [InlineData("model-unavailable", 0, 0)]
    [InlineData("model-unreachable", 0.00217, 0.00217)]
    [InlineData("model-timeout", 0.00217, 0.00217)]
    public async Task A_failure_is_free_only_where_the_provider_turned_the_call_away(string code, decimal spent, decimal assumed)
    {
        foreach (var streams in new[] { false, true })
        {
            await using var bench = await GatewayBench.CreateAsync();
            var budget = await bench.CapAsync(1m);
            bench.Model.Answer = (_, _) => throw new ModelCallException(Fault.Unavailable(code, "no"));
            await Should.ThrowAsync<ModelCallException>(AskAsync(bench.Client(), streams));
            (await bench.FiguresAsync(budget)).ShouldBe((spent, assumed, 0m));
        }
    }

    [Fact]
    public async Task A_stream_that_breaks_is_charged_with_what_was_sent_and_what_arrived()
    {
        await using var bench = await GatewayBench.CreateAsync();
        var budget = await bench.CapAsync(1m);
        bench.Model.Stream = (_, _) => BreaksAfter("12345678");

        await Should.ThrowAsync<ModelCallException>(AskAsync(bench.Client(), streams: true));

        var charged = ((85 * 2) + (8 * 10)) / 1_000_000m;
        (await bench.FiguresAsync(budget)).ShouldBe((charged, charged, 0m));
    }

    [Fact]
    public async Task A_stream_that_told_its_usage_before_it_broke_is_charged_with_that()
    {
        await using var bench = await GatewayBench.CreateAsync();
        var budget = await bench.CapAsync(1m);
        bench.Model.Stream = (_, _) => BreaksAfter("12345678", new UsageDetails { InputTokenCount = 10, OutputTokenCount = 20 });

        await Should.ThrowAsync<ModelCallException>(AskAsync(bench.Client(), streams: true));

        (await bench.FiguresAsync(budget)).ShouldBe((0.00022m, 0m, 0m));
    }

    [Fact]
    public async Task A_stream_whose_reader_goes_away_is_charged_with_what_it_read()
    {
        await using var bench = await GatewayBench.CreateAsync();
        var budget = await bench.CapAsync(1m);
        bench.Model.Answer = (_, _) => Task.FromResult(FakeModel.Says("12345678"));

        await foreach (var _ in bench.Client().GetStreamingResponseAsync(GatewayBench.Hello, GatewayBench.Options(), GatewayBench.Cancellation)) break;

        var charged = ((85 * 2) + (4 * 10)) / 1_000_000m;
        (await bench.FiguresAsync(budget)).ShouldBe((charged, charged, 0m));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_cancelled_call_of_which_nothing_is_known_stays_charged_in_full(bool streams)
    {
        await using var bench = await GatewayBench.CreateAsync();
        var budget = await bench.CapAsync(1m);
        using var cancellation = new CancellationTokenSource();
        bench.Model.Answer = async (_, token) =>
        {
            await cancellation.CancelAsync();
            token.ThrowIfCancellationRequested();
            return FakeModel.Says("never");
        };

        await Should.ThrowAsync<OperationCanceledException>(AskAsync(bench.Client(), streams, cancellation: cancellation.Token));

        (await bench.FiguresAsync(budget)).ShouldBe((Ceiling, Ceiling, 0m));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_answer_without_token_counts_is_charged_as_counted(bool streams)
    {
        await using var bench = await GatewayBench.CreateAsync();
        var budget = await bench.CapAsync(1m);
        bench.Model.Answer = (_, _) => Task.FromResult(FakeModel.Says("1234", input: null));

        await AskAsync(bench.Client(), streams);

        (await bench.FiguresAsync(budget)).ShouldBe((0.00021m, 0.00021m, 0m));
    }

    [Fact]
    public async Task A_call_that_cost_more_than_it_could_is_booked_at_its_cost_and_logged()
    {
        await using var bench = await GatewayBench.CreateAsync();
        var budget = await bench.CapAsync(1m);

        await AskAsync(bench.Client(), streams: false);

        (await bench.FiguresAsync(budget)).ShouldBe((0.003m, 0m, 0m));
        bench.Logs.Lines.ShouldContain(line => line.Contains("more than the"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Every_provider_call_under_a_retry_is_reserved_and_charged(bool streams)
    {
        await using var bench = await GatewayBench.CreateAsync();
        var budget = await bench.CapAsync(3 * Ceiling);
        bench.Model.Answer = (call, _) => call < 3
            ? throw new ModelCallException(Fault.Unavailable("model-unreachable", "no"))
            : Task.FromResult(FakeModel.Says("hi", input: 40, output: 100));
        var client = bench.Client(options: GatewayBench.PricedModel(2, 10, attempts: 3));

        await AskAsync(client, streams);
        (await bench.FiguresAsync(budget)).ShouldBe(((2 * Ceiling) + 0.00108m, 2 * Ceiling, 0m));

        bench.Model.Answer = (_, _) => throw new ModelCallException(Fault.Unavailable("model-unreachable", "no"));
        await bench.CapAsync((3 * Ceiling) + 0.00108m);
        (await Should.ThrowAsync<ModelCallException>(AskAsync(client, streams))).Fault.Code.ShouldBe("budget-exhausted");
        bench.Model.Calls.ShouldBe(4, "there was room for one more call");
        (await bench.StateAsync(budget)).LeftUsd.ShouldBe(0);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_dearer_model_that_is_turned_to_reserves_its_own_worst_case(bool streams)
    {
        await using var bench = await GatewayBench.CreateAsync();
        var budget = await bench.CapAsync(10 * Ceiling);
        bench.Model.Answer = (_, _) => throw new ModelCallException(Fault.Unavailable("model-unreachable", "no"));
        var dear = new FakeModel { Answer = (_, _) => Task.FromResult(FakeModel.Says("hi", input: 40, output: 100)) };
        var client = bench.Client(options: GatewayBench.PricedModel(2, 10, 1, "huge"), other: dear);

        (await Should.ThrowAsync<ModelCallException>(AskAsync(client, streams))).Refusal!.NeededUsd.ShouldBe(10 * Ceiling);
        (bench.Model.Calls, dear.Calls).ShouldBe((1, 0));
        (await bench.FiguresAsync(budget)).ShouldBe((Ceiling, Ceiling, 0m));

        await bench.CapAsync(12 * Ceiling);
        await AskAsync(client, streams);
        (await bench.FiguresAsync(budget)).ShouldBe(((2 * Ceiling) + 0.0108m, 2 * Ceiling, 0m));
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> BreaksAfter(string text, UsageDetails? usage = null)
    {
        await Task.Yield();
        yield return FakeModel.Part(text);
        if (usage is not null) yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(usage)]);
        throw new ModelCallException(Fault.Unavailable("model-unreachable", "broke"));
    }

    private static Task<ChatResponse> AskAsync(
        IChatClient client, bool streams, ChatOptions? options = null, ChatMessage[]? messages = null, CancellationToken? cancellation = null)
        => (streams ? new ByStreaming(client) : client).GetResponseAsync(
            messages is { Length: > 0 } ? messages : GatewayBench.Hello, options ?? GatewayBench.Options(), cancellation ?? GatewayBench.Cancellation);
}
