using HybridAi.Llm.Gateway;

namespace HybridAi.Tests.Llm.Gateway;

public sealed class AdaptiveLimitTests
{
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(20, true)]
    [InlineData(100, true)]
    [InlineData(300, true)]
    [InlineData(20, false)]
    [InlineData(100, false)]
    [InlineData(300, false)]
    public void It_finds_a_hidden_capacity(int capacity, bool refuses)
    {
        foreach (var seed in Enumerable.Range(1, 5))
        {
            var limit = new AdaptiveLimit(new(), _clock);
            var provider = new SimulatedProvider(capacity, TimeSpan.FromSeconds(1), refuses, spread: 0.5, seed);

            var settled = provider.Run(limit, _clock, 60 * capacity).Skip(30 * capacity).ToList();

            TestContext.Current.TestOutputHelper?.WriteLine(
                $"capacity {capacity}, refuses {refuses}, seed {seed}: mean {settled.Average():F1}, {settled.Min()} to {settled.Max()}, refused {provider.Refused}");
            settled.Average().ShouldBeInRange(0.85 * capacity, 1.35 * capacity);
            settled.Min().ShouldBeGreaterThan((int)(0.5 * capacity));
            provider.Refused.ShouldBeLessThan(60 * capacity / 10);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_follows_a_capacity_that_changes(bool refuses)
    {
        var limit = new AdaptiveLimit(new(), _clock);
        var provider = new SimulatedProvider(100, TimeSpan.FromSeconds(1), refuses, spread: 0.3, seed: 1);
        provider.Run(limit, _clock, 4_000);
        provider.Capacity = 30;
        provider.Run(limit, _clock, 3_000).TakeLast(1_000).Average().ShouldBeInRange(25, 42);
        provider.Capacity = 100;
        provider.Run(limit, _clock, 12_000).TakeLast(2_000).Average().ShouldBeInRange(80, 140);
    }

    [Fact]
    public void One_congestion_shrinks_it_once()
    {
        var limit = new AdaptiveLimit(new() { Initial = 100 }, _clock);
        var calls = Enumerable.Range(0, 50).Select(_ => limit.Enter()).ToList();
        _clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var enteredAt in calls) limit.Leave(enteredAt, null, streams: false, overloaded: true);
        limit.Current.ShouldBe(90);
    }

    [Fact]
    public void It_never_leaves_its_bounds()
    {
        var limit = new AdaptiveLimit(new() { Least = 3, Initial = 8, Most = 20 }, _clock);
        for (var i = 0; i < 100; i++)
        {
            var enteredAt = limit.Enter();
            _clock.Advance(TimeSpan.FromSeconds(1));
            limit.Leave(enteredAt, null, streams: false, overloaded: true);
        }

        limit.Current.ShouldBe(3);
        new SimulatedProvider(500, TimeSpan.FromSeconds(1), refuses: false, spread: 0, seed: 1).Run(limit, _clock, 5_000).Max().ShouldBe(20);
    }

    [Fact]
    public void A_limit_that_nobody_reaches_does_not_grow()
    {
        var limit = new AdaptiveLimit(new(), _clock);
        for (var i = 0; i < 1_000; i++)
        {
            var enteredAt = limit.Enter();
            _clock.Advance(TimeSpan.FromSeconds(1));
            limit.Leave(enteredAt, TimeSpan.FromSeconds(1), streams: false, overloaded: false);
        }

        limit.Current.ShouldBe(new ConcurrencyOptions().Initial);
    }
}
