using System.Collections.Concurrent;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Llm.Providers;
using HybridAi.Tests.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>Vectors go the way that answers go: budget, failover, retries, limits.</summary>
public sealed class EmbeddingGatewayTests
{
    private const int Calls = 400;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, int> Runs
    {
        get
        {
            var runs = new TheoryData<string, int>();
            for (var seed = 1; seed <= 3; seed++)
                foreach (var database in new[] { "sqlite", "postgres" }) runs.Add(database, seed);
            return runs;
        }
    }

    [Theory, MemberData(nameof(Runs))]
    public async Task Nothing_goes_over_a_cap_with_hundreds_of_embedding_calls_at_once_in_two_processes(string database, int seed)
    {
        await using var bench = await EmbeddingBench.CreateAsync(database);
        var otherBook = new BudgetBook(bench.Shared.Test.OpenAgain(), bench.Shared.Budgets, bench.Shared.Clock);
        var random = new Random(seed);
        BudgetName[] budgets =
        [
            await bench.Shared.CapAsync(2m), await bench.Shared.CapAsync(2.5m, period: BudgetPeriod.Month),
            await bench.Shared.CapAsync(0.8m, "k0", BudgetScope.Key), await bench.Shared.CapAsync(1.2m, "acme", BudgetScope.Tenant),
        ];
        var caps = await Task.WhenAll(budgets.Select(async budget => (budget, (await bench.Shared.StateAsync(budget)).CapUsd)));
        var provider = new Biller(caps);
        var generators = new[] { bench.Shared.Book, otherBook }
            .Select(book => bench.Generator(EmbeddingBench.Settings(textsPerCall: 2, attempts: 2), book: book, model: provider)).ToArray();
        var ends = new ConcurrentDictionary<string, int>();
        var plans = Enumerable.Range(0, Calls).Select(i => (
            Generator: generators[i % 2],
            Texts: Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"{random.Next(60)} {new string('x', random.Next(20))}").ToArray(),
            Context: GatewayBench.Call(key: random.Next(3) == 0 ? null : $"k{random.Next(2)}", tenant: random.Next(2) == 0 ? "acme" : null))).ToList();

        await Parallel.ForEachAsync(plans, new ParallelOptions { MaxDegreeOfParallelism = 200, CancellationToken = Cancellation }, async (plan, token) =>
        {
            await Task.Yield();
            var end = "ok";
            try
            {
                (await plan.Generator.GenerateAsync(plan.Texts, EmbeddingBench.Options(plan.Context), token)).Count.ShouldBe(plan.Texts.Length);
            }
            catch (ModelCallException failure)
            {
                end = failure.Fault.Code;
            }

            ends.AddOrUpdate(end, 1, (_, count) => count + 1);
        });

        provider.Overshoot.ShouldBeNull();
        ends.GetValueOrDefault("ok").ShouldBeGreaterThan(5);
        ends.GetValueOrDefault(BudgetRefusal.Exhausted).ShouldBeGreaterThan(5);
        foreach (var (budget, cap) in caps)
        {
            var state = await bench.Shared.StateAsync(budget);
            state.ReservedUsd.ShouldBe(0m);
            state.SpentUsd.ShouldBeInRange(provider.Billed(budget), cap, budget.ToString());
        }
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task A_call_is_settled_at_its_true_cost_and_refused_at_once_where_the_cap_has_no_room(string database)
    {
        await using var bench = await EmbeddingBench.CreateAsync(database);
        var budget = await bench.Shared.CapAsync(0.1m);
        var generator = bench.Generator(cache: false);
        await generator.GenerateAsync(["a"], EmbeddingBench.Options(), Cancellation);
        (await bench.Shared.FiguresAsync(budget)).ShouldBe((0.005m, 0m, 0m));

        var refused = await Should.ThrowAsync<ModelCallException>(generator.GenerateAsync([new string('x', 200)], EmbeddingBench.Options(), Cancellation));

        (refused.Fault.Code, refused.Refusal!.Budget.Name, refused.Measure!.CostUsd).ShouldBe((BudgetRefusal.Exhausted, budget, 0m));
        bench.Model.Calls.ShouldBe(1);
        (await bench.Shared.FiguresAsync(budget)).ShouldBe((0.005m, 0m, 0m));
    }

    [Fact]
    public async Task A_call_of_which_nobody_says_the_cost_is_charged_with_the_most_that_itself_can_have_cost()
    {
        await using var bench = await EmbeddingBench.CreateAsync();
        var budget = await bench.Shared.CapAsync(1m);
        bench.Model.Before = (call, _) => call == 1 ? throw new ModelCallException(Fault.Unavailable("model-unreachable", "cut")) : Task.CompletedTask;

        await Should.ThrowAsync<ModelCallException>(bench.Generator(EmbeddingBench.Settings(textsPerCall: 1)).GenerateAsync(["a", "b", "c"], EmbeddingBench.Options(), Cancellation));

        // One text of one byte, 16 around it and 64 around the call: not what was reserved for three.
        (await bench.Shared.FiguresAsync(budget)).ShouldBe((0.081m, 0.081m, 0m));
    }

    [Fact]
    public async Task Where_a_budget_applies_a_price_has_to_be_known()
    {
        await using var bench = await EmbeddingBench.CreateAsync();
        await bench.Shared.CapAsync(1m);
        var settings = EmbeddingBench.Settings();
        settings.InputUsdPerMillion = null;

        (await Should.ThrowAsync<ModelCallException>(bench.Generator(settings).GenerateAsync(["a"], EmbeddingBench.Options(), Cancellation)))
            .Fault.Code.ShouldBe(BudgetRefusal.PriceUnknown);
        bench.Model.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_made_on_this_machine_is_neither_capped_nor_kept()
    {
        await using var bench = await EmbeddingBench.CreateAsync();
        await bench.Shared.CapAsync(0m);
        var settings = EmbeddingBench.Settings();
        settings.InputUsdPerMillion = null;

        var embeddings = await bench.Generator(settings, model: new HashedNGramGenerator("hashed", 64)).GenerateAsync(["hello"], EmbeddingBench.Options(), Cancellation);

        (embeddings.CostUsd(), embeddings[0].Vector.Length).ShouldBe((0m, 64));
        (await bench.Vectors.CountAsync(Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task Another_model_of_the_same_space_serves_what_this_one_can_not_and_its_vectors_are_not_kept()
    {
        await using var bench = await EmbeddingBench.CreateAsync();
        bench.Model.Before = (_, _) => throw new ModelCallException(Fault.Unavailable(ModelFaults.Unavailable, "down"));
        var other = new FakeEmbedder();
        var generator = bench.Generator(EmbeddingBench.Settings(failover: "spare"), other: other);

        var embeddings = await generator.GenerateAsync(["a"], EmbeddingBench.Options(), Cancellation);

        var served = ServedBy.Of(embeddings).ShouldNotBeNull();
        (served.Asked, served.Alias, embeddings[0].Vector.Span[0]).ShouldBe(("embed", "spare", 1));
        served.Failed.ShouldBe([new FailedAttempt("embed", ModelFaults.Unavailable)]);
        (await bench.Shared.LinesAsync()).Select(line => $"{line.Model} {line.Outcome}").ShouldBe(["embed model-unavailable", "spare ok"]);
        (await bench.Vectors.CountAsync(Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task A_text_that_is_too_long_for_the_context_is_refused_by_its_place_before_anybody_is_asked()
    {
        await using var bench = await EmbeddingBench.CreateAsync();

        var refused = await Should.ThrowAsync<ModelCallException>(bench.Generator(EmbeddingBench.Settings(context: 20)).GenerateAsync(
            ["short", string.Join(' ', Enumerable.Repeat("word", 50))], EmbeddingBench.Options(), Cancellation));

        (refused.Fault.Code, refused.Fault.Place).ShouldBe(("context-too-long", "input[1]"));
        bench.Model.Calls.ShouldBe(0);
    }

    /// <summary>Bills what it was asked for, at once, and watches the caps itself; now and then it fails, billed or not.</summary>
    private sealed class Biller((BudgetName Budget, decimal Cap)[] caps) : IEmbeddingGenerator<string, Embedding<float>>
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<BudgetName, decimal> _billed = caps.ToDictionary(cap => cap.Budget, _ => 0m);
        private int _calls;

        public string? Overshoot { get; private set; }

        public decimal Billed(BudgetName budget) => _billed[budget];

        public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            var texts = values.ToList();
            await Task.Yield();
            var turn = Interlocked.Increment(ref _calls) % 10;
            if (turn == 3) throw new ModelCallException(Fault.Unavailable("model-rate-limited", "no"));
            // The worst of tokenizers: a token a byte, and something around every text.
            var tokens = texts.Sum(text => text.Length + 8);
            Bill(CallContext.Of(options), tokens / 1_000m);
            if (turn == 7) throw new ModelCallException(Fault.Unavailable("model-unreachable", "broke"));
            return new(texts.Select(text => new Embedding<float>(new[] { 1f, text.Length })))
            {
                Usage = new UsageDetails { InputTokenCount = tokens, OutputTokenCount = 0, TotalTokenCount = tokens },
            };
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }

        private void Bill(CallContext call, decimal usd)
        {
            lock (_gate)
            {
                foreach (var (budget, cap) in caps)
                {
                    if (budget.Name != (budget.Scope switch { BudgetScope.Project => call.Project, BudgetScope.Key => call.Key, _ => call.Tenant })) continue;
                    if ((_billed[budget] += usd) > cap) Overshoot ??= $"{budget}: {_billed[budget]} of {cap}";
                }
            }
        }
    }
}
