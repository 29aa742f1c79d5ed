using System.Collections.Concurrent;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Tests.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm.Gateway;

/// <summary>The law of budgets: whatever happens at once, in however many processes, what the provider bills never goes over a cap.</summary>
public sealed class BudgetPropertyTests
{
    private const int Calls = 400;

    public static TheoryData<string, int> Runs
    {
        get
        {
            var runs = new TheoryData<string, int>();
            for (var seed = 1; seed <= 4; seed++)
            {
                runs.Add("sqlite", seed);
                runs.Add("postgres", seed);
            }

            return runs;
        }
    }

    [Theory, MemberData(nameof(Runs))]
    public async Task Nothing_goes_over_a_cap_with_hundreds_of_calls_at_once_in_two_processes(string database, int seed)
    {
        await using var bench = await GatewayBench.CreateAsync(database);
        var otherBook = new BudgetBook(bench.Test.OpenAgain(), bench.Budgets, bench.Clock);
        var random = new Random(seed);
        BudgetName[] budgets =
        [
            await bench.CapAsync(0.30m), await bench.CapAsync(0.40m, period: BudgetPeriod.Month), await bench.CapAsync(0.15m, "k0", BudgetScope.Key),
            await bench.CapAsync(0.20m, "acme", BudgetScope.Tenant), await bench.CapAsync(0.35m, "acme", BudgetScope.Tenant, BudgetPeriod.Month),
        ];
        var caps = await Task.WhenAll(budgets.Select(async budget => (budget, (await bench.StateAsync(budget)).CapUsd)));
        var provider = new Provider(caps);
        var clients = new[] { bench.Book, otherBook }.Select(book => bench.Client(model: provider, book: book)).ToArray();
        var ends = new ConcurrentDictionary<string, int>();
        var plans = Enumerable.Range(0, Calls).Select(i => Plan.Of(random, i)).ToList();

        await Parallel.ForEachAsync(plans, new ParallelOptions { MaxDegreeOfParallelism = 200, CancellationToken = GatewayBench.Cancellation }, async (plan, _) =>
        {
            await Task.Yield();
            var book = plan.Index % 2 == 0 ? bench.Book : otherBook;
            ends.AddOrUpdate(await CallAsync(plan, clients[plan.Index % 2], book, provider), 1, (_, count) => count + 1);
        });

        provider.Overshoot.ShouldBeNull();
        ends.GetValueOrDefault("ok").ShouldBeGreaterThan(20);
        ends.GetValueOrDefault("budget-exhausted").ShouldBeGreaterThan(20);
        ends.GetValueOrDefault("crashed").ShouldBeGreaterThan(0);
        foreach (var (budget, cap) in caps)
        {
            var state = await bench.StateAsync(budget);
            (state.SpentUsd + state.ReservedUsd).ShouldBeLessThanOrEqualTo(cap);
            state.SpentUsd.ShouldBeGreaterThanOrEqualTo(provider.Billed(budget) - provider.BilledToDead(budget), budget.ToString());
        }

        bench.Clock.Advance(TimeSpan.FromSeconds(61));
        (await bench.Book.ExpireAsync(GatewayBench.Cancellation)).ShouldBe(ends["crashed"]);
        foreach (var (budget, cap) in caps)
        {
            var (spent, _, reserved) = await bench.FiguresAsync(budget);
            reserved.ShouldBe(0m);
            spent.ShouldBeInRange(provider.Billed(budget), cap, $"{budget}: the dead are counted, never as free");
        }
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Where_every_call_ends_well_the_accounts_are_the_sum_of_the_ledger_to_the_nano_dollar(string database)
    {
        await using var bench = await GatewayBench.CreateAsync(database);
        var budget = await bench.CapAsync(1m);
        var costs = Enumerable.Range(1, 150).ToArray();
        var asked = 0;
        bench.Model.Answer = (call, _) => Task.FromResult(FakeModel.Says("hi", input: 1 + (call % 80), output: costs[call - 1] % 200));
        var otherBook = new BudgetBook(bench.Test.OpenAgain(), bench.Budgets, bench.Clock);
        var clients = new[] { bench.Client(), bench.Client(book: otherBook) };

        await Parallel.ForEachAsync(costs, new ParallelOptions { MaxDegreeOfParallelism = 100, CancellationToken = GatewayBench.Cancellation }, async (i, token) =>
        {
            var client = clients[i % 2];
            await (i % 3 == 0 ? new ByStreaming(client) : client).GetResponseAsync(GatewayBench.Hello, GatewayBench.Options(), token);
            Interlocked.Increment(ref asked);
        });

        asked.ShouldBe(150);
        (await bench.FiguresAsync(budget)).ShouldBe(((await bench.LinesAsync()).Sum(line => line.CostUsd!.Value), 0m, 0m));
    }

    private static async Task<string> CallAsync(Plan plan, IChatClient client, BudgetBook book, Provider provider)
    {
        var context = GatewayBench.Call(key: plan.Key, tenant: plan.Tenant);
        try
        {
            if (plan.Kind == Kind.Crashes)
            {
                var worst = Usd(85, plan.MaxOutput);
                var held = await book.ReserveAsync(await book.ApplyingAsync(context, default), (long)(worst * 1_000_000_000m), default);
                if (held.Refusal is { } refusal) return refusal.ToFault().Code;
                provider.Bill(context, Usd(85, plan.Output), toDead: true);
                return "crashed";
            }

            var options = GatewayBench.Options(context, plan.MaxOutput);
            options.StopSequences = [$"{plan.Kind} {plan.Output}"];
            if (plan.Kind == Kind.Abandoned)
            {
                await foreach (var _ in client.GetStreamingResponseAsync(GatewayBench.Hello, options)) break;
                return "abandoned";
            }

            await (plan.Streams ? new ByStreaming(client) : client).GetResponseAsync(GatewayBench.Hello, options);
            return "ok";
        }
        catch (ModelCallException failure)
        {
            return failure.Fault.Code;
        }
    }

    private static decimal Usd(int input, int output) => ((input * 2) + (output * 10)) / 1_000_000m;

    private enum Kind
    {
        Ends,
        Breaks,
        Abandoned,
        Fails,
        Crashes,
    }

    private sealed record Plan(int Index, Kind Kind, bool Streams, int MaxOutput, int Output, string? Key, string? Tenant)
    {
        public static Plan Of(Random random, int index)
        {
            var max = random.Next(1, 400);
            var kind = random.Next(20) switch { < 14 => Kind.Ends, < 16 => Kind.Breaks, < 17 => Kind.Abandoned, < 19 => Kind.Fails, _ => Kind.Crashes };
            return new(
                index, kind, kind == Kind.Breaks || random.Next(2) == 0, max, random.Next(0, max + 1), random.Next(3) == 0 ? null : $"k{random.Next(2)}",
                random.Next(2) == 0 ? "acme" : null);
        }
    }

    /// <summary>Bills what it was asked for, at once, and watches the caps itself.</summary>
    private sealed class Provider((BudgetName Budget, decimal Cap)[] caps) : IChatClient
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<BudgetName, decimal> _billed = caps.ToDictionary(cap => cap.Budget, _ => 0m);
        private readonly Dictionary<BudgetName, decimal> _toDead = caps.ToDictionary(cap => cap.Budget, _ => 0m);

        public string? Overshoot { get; private set; }

        public decimal Billed(BudgetName budget) => _billed[budget];

        public decimal BilledToDead(BudgetName budget) => _toDead[budget];

        public void Bill(CallContext call, decimal usd, bool toDead = false)
        {
            lock (_gate)
            {
                foreach (var (budget, cap) in caps)
                {
                    var applies = budget.Scope switch
                    {
                        BudgetScope.Project => budget.Name == call.Project,
                        BudgetScope.Key => budget.Name == call.Key,
                        _ => budget.Name == call.Tenant,
                    };
                    if (!applies) continue;
                    _billed[budget] += usd;
                    if (toDead) _toDead[budget] += usd;
                    if (_billed[budget] > cap) Overshoot ??= $"{budget}: {_billed[budget]} of {cap}";
                }
            }
        }

        public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var (kind, output) = Read(options);
            await Task.Yield();
            if (kind == Kind.Fails && output % 2 == 0) throw new ModelCallException(Fault.Unavailable("model-rate-limited", "no"));
            Bill(CallContext.Of(options), Usd(85, output));
            return kind == Kind.Fails
                ? throw new ModelCallException(Fault.Unavailable("model-unreachable", "broke"))
                : FakeModel.Says("hi", 85, output);
        }

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var (kind, output) = Read(options);
            if (kind is not (Kind.Breaks or Kind.Abandoned))
            {
                var answer = await GetResponseAsync(messages, options, cancellationToken);
                yield return FakeModel.Part(answer.Text);
                yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(answer.Usage!)]) { FinishReason = ChatFinishReason.Stop };
                yield break;
            }

            // Billed as far as it was sent, a token a letter.
            var sent = Math.Max(1, output);
            Bill(CallContext.Of(options), Usd(85, Math.Min(sent, options!.MaxOutputTokens!.Value)));
            yield return FakeModel.Part(new string('x', sent));
            await Task.Yield();
            throw new ModelCallException(Fault.Unavailable("model-broke-off", "cut"));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }

        private static (Kind Kind, int Output) Read(ChatOptions? options)
        {
            var words = options!.StopSequences![0].Split(' ');
            return (Enum.Parse<Kind>(words[0]), int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
