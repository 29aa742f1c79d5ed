using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>Equal calls at the same time share one call of the provider.</summary>
public sealed class CacheFlightTests
{
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ChatResponse> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Cancellation => GatewayBench.Cancellation;

    [Fact]
    public async Task A_hundred_equal_calls_make_one_and_only_the_first_pays()
    {
        await using var bench = await BenchAsync();
        var client = bench.Client(budgets: false, cache: true);
        var asked = Enumerable.Range(0, 100).Select(i => AskAsync(client, streams: i % 3 == 1)).ToList();
        await _called.Task;

        _answer.SetResult(FakeModel.Says("shared"));
        var answers = await Task.WhenAll(asked);

        bench.Model.Calls.ShouldBe(1);
        answers.Select(answer => answer.Text).Distinct().ShouldBe(["shared"]);
        answers.Sum(answer => answer.CostUsd()).ShouldBe(0.003m);
        var lines = await bench.LinesAsync();
        (lines.Count(line => line.Outcome == "ok"), lines.Count(line => line.Outcome == "cache-hit")).ShouldBe((1, 99));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Who_goes_away_takes_nobody_along_not_even_the_first(bool streams)
    {
        await using var bench = await BenchAsync();
        var client = bench.Client(budgets: false, cache: true);
        using var firstGoes = new CancellationTokenSource();
        var first = AskAsync(client, streams, cancellation: firstGoes.Token);
        await _called.Task;
        var second = AskAsync(client, streams);

        await firstGoes.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        _answer.SetResult(FakeModel.Says("still"));

        (await second).Text.ShouldBe("still");
        bench.Model.Calls.ShouldBe(1);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task When_the_last_one_goes_the_call_ends_and_the_next_makes_its_own(bool streams)
    {
        await using var bench = await BenchAsync();
        var client = bench.Client(budgets: false, cache: true);
        using var going = new CancellationTokenSource();
        var (first, second) = (AskAsync(client, streams, cancellation: going.Token), AskAsync(client, streams, cancellation: going.Token));
        await _called.Task;

        await going.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        await Should.ThrowAsync<OperationCanceledException>(second);

        (await bench.LinesAsync()).ShouldHaveSingleItem().Outcome.ShouldBe("cancelled");
        _answer.SetResult(FakeModel.Says("new"));
        (await AskAsync(client, streams)).Text.ShouldBe("new");
        bench.Model.Calls.ShouldBe(2);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_failure_is_everybody_s_but_is_not_kept_and_costs_the_others_nothing(bool streams)
    {
        await using var bench = await BenchAsync();
        var client = bench.Client(budgets: false, cache: true);
        var asked = Enumerable.Range(0, 5).Select(_ => AskAsync(client, streams)).ToList();
        await _called.Task;

        _answer.SetException(new ModelCallException(Fault.Unavailable("model-unavailable", "down"), new CallMeasure(0.001m, null)));
        var failures = await Task.WhenAll(asked.Select(call => Should.ThrowAsync<ModelCallException>(call)));

        failures.ShouldAllBe(failure => failure.Fault.Code == "model-unavailable");
        failures.Sum(failure => failure.Measure!.CostUsd).ShouldBe(0.001m);
        bench.Model.Answer = (_, _) => Task.FromResult(FakeModel.Says("up again"));
        (await AskAsync(client, streams)).Text.ShouldBe("up again");
    }

    [Fact]
    public async Task Projects_do_not_wait_together_for_one_s_refusal_is_not_the_other_s()
    {
        await using var bench = await BenchAsync();
        await bench.CapAsync(0, "poor");
        var client = bench.Client(cache: true);
        var rich = AskAsync(client);
        await _called.Task;

        (await Should.ThrowAsync<ModelCallException>(AskAsync(client, project: "poor"))).Fault.Code.ShouldBe("budget-exhausted");

        _answer.SetResult(FakeModel.Says("paid"));
        (await rich).Text.ShouldBe("paid");
    }

    [Fact]
    public async Task A_first_caller_who_goes_away_leaves_the_call_charged_to_its_budget()
    {
        await using var bench = await BenchAsync();
        var budget = await bench.CapAsync(1m);
        var client = bench.Client(cache: true);
        using var going = new CancellationTokenSource();
        var first = AskAsync(client, cancellation: going.Token);
        await _called.Task;
        // Past the door already, so that it has joined when this returns.
        var second = client.GetResponseAsync(GatewayBench.Hello, new BudgetHold(bench.Book, [], null).AttachTo(GatewayBench.Options()), Cancellation);
        await going.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);

        (await bench.StateAsync(budget)).ReservedUsd.ShouldBeGreaterThan(0);
        _answer.SetResult(FakeModel.Says("paid"));
        await second;

        (await bench.FiguresAsync(budget)).ShouldBe((0.003m, 0m, 0m));
    }

    [Fact]
    public async Task Parts_reach_every_reader_as_they_come_and_a_late_one_gets_what_came_before()
    {
        await using var bench = await GatewayBench.CreateAsync();
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Model.Stream = (_, token) => TwoParts(goOn.Task.WaitAsync(token));
        var client = bench.Client(budgets: false, cache: true);
        await using var early = Read(client).GetAsyncEnumerator(Cancellation);
        (await early.MoveNextAsync()).ShouldBeTrue();
        await using var late = Read(client).GetAsyncEnumerator(Cancellation);
        (await late.MoveNextAsync()).ShouldBeTrue();
        (early.Current, late.Current).ShouldBe(("one ", "one "));

        goOn.SetResult();

        (await early.MoveNextAsync() && await late.MoveNextAsync()).ShouldBeTrue();
        (early.Current, late.Current).ShouldBe(("two", "two"));
        bench.Model.Calls.ShouldBe(1);
    }

    // Parts that hold text: the gateway's own hold none.
    private static IAsyncEnumerable<string> Read(IChatClient client)
        => client.GetStreamingResponseAsync(GatewayBench.Hello, GatewayBench.Options(), Cancellation).Select(part => part.Text).Where(text => text.Length > 0);

    private async Task<GatewayBench> BenchAsync()
    {
        var bench = await GatewayBench.CreateAsync();
        bench.Model.Answer = (_, token) =>
        {
            _called.TrySetResult();
            return _answer.Task.WaitAsync(token);
        };
        return bench;
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> TwoParts(Task goOn)
    {
        yield return FakeModel.Part("one ");
        await goOn;
        yield return FakeModel.Part("two");
        yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
    }

    private static Task<ChatResponse> AskAsync(IChatClient client, bool streams = false, string project = "mail", CancellationToken? cancellation = null)
        => (streams ? new ByStreaming(client) : client).GetResponseAsync(
            GatewayBench.Hello, GatewayBench.Options(GatewayBench.Call(project)), cancellation ?? Cancellation);
}
