using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Tests.Storage;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>Equal texts of one model are paid once.</summary>
public sealed class CacheEmbeddingGeneratorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Only_texts_that_are_missing_are_sent_each_once_and_vectors_stand_in_the_order_of_their_texts(string database)
    {
        await using var bench = await EmbeddingBench.CreateAsync(database);
        var generator = bench.Generator();
        await generator.GenerateAsync(["bb", "a"], EmbeddingBench.Options(), Cancellation);

        var embeddings = await generator.GenerateAsync(["a", "ccc", "bb", "ccc"], EmbeddingBench.Options(), Cancellation);

        bench.Model.Sent.ShouldBe([["bb", "a"], ["ccc"]]);
        embeddings.Select(embedding => embedding.Vector.Span[0]).ShouldBe([1, 3, 2, 3]);
        (embeddings.Usage!.InputTokenCount, embeddings.CostUsd()).ShouldBe((5, 0.005m));
        (await bench.OutcomesAsync()).ShouldBe(["ok", "ok"]);
    }

    [Fact]
    public async Task What_is_all_kept_costs_nothing_and_has_a_line_that_says_so()
    {
        await using var bench = await EmbeddingBench.CreateAsync();
        var generator = bench.Generator();
        await generator.GenerateAsync(["a"], EmbeddingBench.Options(), Cancellation);

        var again = await generator.GenerateAsync(["a", "a"], EmbeddingBench.Options(), Cancellation);

        bench.Model.Calls.ShouldBe(1);
        (again.CostUsd(), again.Usage!.InputTokenCount).ShouldBe((0m, 0L));
        again[1].Vector.ToArray().ShouldBe(bench.Model.Vector("a"));
        (await bench.OutcomesAsync()).ShouldBe(["ok", "cache-hit"]);
    }

    [Theory]
    [InlineData("tenant")]
    [InlineData("dimensions")]
    [InlineData("bypass")]
    [InlineData("a week later")]
    public async Task What_is_not_the_same_call_is_made(string another)
    {
        await using var bench = await EmbeddingBench.CreateAsync();
        var generator = bench.Generator();
        await generator.GenerateAsync(["a"], EmbeddingBench.Options(), Cancellation);
        var options = another switch
        {
            "tenant" => EmbeddingBench.Options(GatewayBench.Call(tenant: "acme")),
            "bypass" => EmbeddingBench.Options(GatewayBench.Call() with { BypassCache = true }),
            _ => EmbeddingBench.Options(),
        };
        if (another == "dimensions") options.Dimensions = 64;
        if (another == "a week later") bench.Shared.Clock.Advance(TimeSpan.FromHours(169));

        await generator.GenerateAsync(["a"], options, Cancellation);

        bench.Model.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Texts_that_are_under_way_are_waited_for_and_not_asked_for_again()
    {
        await using var bench = await EmbeddingBench.CreateAsync();
        var (called, goOn) = (NewSource(), NewSource());
        bench.Model.Before = (call, token) =>
        {
            called.TrySetResult();
            return call == 1 ? goOn.Task.WaitAsync(token) : Task.CompletedTask;
        };
        var generator = bench.Generator();
        var first = generator.GenerateAsync(["a", "bb"], EmbeddingBench.Options(), Cancellation);
        await called.Task;
        var second = generator.GenerateAsync(["bb", "ccc"], EmbeddingBench.Options(), Cancellation);
        var third = generator.GenerateAsync(["a"], EmbeddingBench.Options(), Cancellation);

        goOn.SetResult();

        (await second).Select(embedding => embedding.Vector.Span[0]).ShouldBe([2, 3]);
        ((await first).CostUsd(), (await second).CostUsd(), (await third).CostUsd()).ShouldBe((0.01m, 0.005m, 0m));
        bench.Model.Sent.ShouldBe([["a", "bb"], ["ccc"]]);
    }

    [Fact]
    public async Task Who_leaves_does_not_take_the_call_from_those_who_wait_and_the_last_one_to_leave_ends_it()
    {
        await using var bench = await EmbeddingBench.CreateAsync();
        var (called, goOn) = (NewSource(), NewSource());
        bench.Model.Before = (_, token) =>
        {
            called.TrySetResult();
            return goOn.Task.WaitAsync(token);
        };
        var generator = bench.Generator();
        using var going = new CancellationTokenSource();
        var first = generator.GenerateAsync(["a"], EmbeddingBench.Options(), going.Token);
        await called.Task;
        var second = generator.GenerateAsync(["a"], EmbeddingBench.Options(), Cancellation);
        await going.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        goOn.SetResult();
        (await second)[0].Vector.Span[0].ShouldBe(1);

        (called, goOn) = (NewSource(), NewSource());
        using var gone = new CancellationTokenSource();
        var alone = generator.GenerateAsync(["bb"], EmbeddingBench.Options(), gone.Token);
        await called.Task;
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(alone);
        (await bench.OutcomesAsync()).ShouldBe(["ok", "cache-hit", "cancelled"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_failure_is_everybody_s_is_not_kept_and_is_paid_by_the_one_who_called()
    {
        await using var bench = await EmbeddingBench.CreateAsync();
        var (called, goOn) = (NewSource(), NewSource());
        bench.Model.Before = async (call, token) =>
        {
            called.TrySetResult();
            await goOn.Task.WaitAsync(token);
            if (call == 1) throw new ModelCallException(Fault.Unavailable("model-unavailable", "down"));
        };
        var generator = bench.Generator();
        var first = generator.GenerateAsync(["a"], EmbeddingBench.Options(), Cancellation);
        await called.Task;
        var second = generator.GenerateAsync(["a", "bb"], EmbeddingBench.Options(), Cancellation);
        goOn.SetResult();

        (await Should.ThrowAsync<ModelCallException>(first)).Fault.Code.ShouldBe("model-unavailable");
        var shared = await Should.ThrowAsync<ModelCallException>(second);
        (shared.Fault.Code, shared.Measure!.CostUsd).ShouldBe(("model-unavailable", 0m));
        (await generator.GenerateAsync(["a", "bb"], EmbeddingBench.Options(), Cancellation)).Count.ShouldBe(2);
        bench.Model.Sent.ShouldBe([["a"], ["bb"], ["a"]]);
    }

    [Fact]
    public async Task Projects_and_keys_do_not_wait_together_since_each_has_its_own_budget()
    {
        await using var bench = await EmbeddingBench.CreateAsync();
        var (called, goOn) = (NewSource(), NewSource());
        bench.Model.Before = (call, token) =>
        {
            if (call == 2) called.TrySetResult();
            return goOn.Task.WaitAsync(token);
        };
        var generator = bench.Generator();
        var one = generator.GenerateAsync(["a"], EmbeddingBench.Options(GatewayBench.Call(key: "k1")), Cancellation);
        var other = generator.GenerateAsync(["a"], EmbeddingBench.Options(GatewayBench.Call(key: "k2")), Cancellation);
        await called.Task;
        goOn.SetResult();
        await Task.WhenAll(one, other);
        bench.Model.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task Each_call_of_many_texts_is_kept_as_it_comes_so_a_later_failure_loses_nothing()
    {
        await using var bench = await EmbeddingBench.CreateAsync();
        bench.Model.Before = (call, _) => call == 2 ? throw new ModelCallException(Fault.Unavailable("model-unavailable", "down")) : Task.CompletedTask;
        var generator = bench.Generator(EmbeddingBench.Settings(textsPerCall: 2));
        await Should.ThrowAsync<ModelCallException>(generator.GenerateAsync(["a", "bb", "ccc", "dddd"], EmbeddingBench.Options(), Cancellation));

        var embeddings = await generator.GenerateAsync(["a", "bb", "ccc", "dddd"], EmbeddingBench.Options(), Cancellation);

        embeddings.Count.ShouldBe(4);
        bench.Model.Sent.ShouldBe([["a", "bb"], ["ccc", "dddd"], ["ccc", "dddd"]]);
    }

    [Fact]
    public async Task Vectors_of_another_length_than_those_that_are_kept_take_their_place()
    {
        await using var bench = await EmbeddingBench.CreateAsync();
        var generator = bench.Generator();
        await generator.GenerateAsync(["a"], EmbeddingBench.Options(), Cancellation);
        bench.Model.Length = 3;

        var embeddings = await generator.GenerateAsync(["a", "bb"], EmbeddingBench.Options(), Cancellation);

        embeddings.ShouldAllBe(embedding => embedding.Vector.Length == 3);
        embeddings.Select(embedding => embedding.Vector.Span[0]).ShouldBe([1, 2]);
        (embeddings.CostUsd(), embeddings.Usage!.InputTokenCount).ShouldBe((0.01m, 10));
        (await generator.GenerateAsync(["a", "bb"], EmbeddingBench.Options(), Cancellation)).CostUsd().ShouldBe(0);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task There_are_never_many_more_than_the_bound_and_the_oldest_go_first(string database)
    {
        await using var bench = await EmbeddingBench.CreateAsync(database);
        bench.Shared.CacheOptions.MaxVectors = 5;
        var generator = bench.Generator();
        for (var i = 0; i < 4; i++)
        {
            await generator.GenerateAsync([$"{i} a", $"{i} b", $"{i} c"], EmbeddingBench.Options(), Cancellation);
            bench.Shared.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        (await bench.Vectors.PurgeAsync(Cancellation)).ShouldBeInRange(0, 5);
        (await bench.Vectors.CountAsync(Cancellation)).ShouldBe(5);
        await generator.GenerateAsync(["3 a", "3 b", "3 c"], EmbeddingBench.Options(), Cancellation);
        bench.Model.Calls.ShouldBe(4);
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
