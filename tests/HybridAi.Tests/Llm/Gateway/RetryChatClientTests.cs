using FsCheck;
using FsCheck.Fluent;
using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;
using static HybridAi.Tests.Llm.Gateway.ScriptedChatClient;

namespace HybridAi.Tests.Llm.Gateway;

public sealed class RetryChatClientTests : IDisposable
{
    private static readonly string[] Codes =
    [
        ModelFaults.RateLimited, ModelFaults.Unavailable, ModelFaults.Timeout, ModelFaults.Unreachable, ModelFaults.BrokeOff,
        "model-unauthorized", "model-missing", "model-refused-request", ModelFaults.QuotaSpent, ModelFaults.CircuitOpen, ModelFaults.Unreadable,
    ];

    private readonly ManualClock _clock = new();
    private readonly GatewayMetrics _metrics = new();

    public static TheoryData<string, bool> Transient => Cases(Codes[..5]);

    public static TheoryData<string, bool> Final => Cases(Codes[5..]);

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task What_may_pass_is_tried_again(string code, bool streams)
    {
        var provider = new ScriptedChatClient(Fails(code), Fails(code), Says());

        var response = await Retrying(provider).CallAsync(_clock, streams);

        response.Text.ShouldBe("hello");
        provider.Calls.ShouldBe(3);
        var served = ServedBy.Of(response).ShouldNotBeNull();
        (served.Asked, served.Alias, served.Attempts).ShouldBe(("large", "large", 3));
        served.Failed.ShouldAllBe(failed => failed.Code == code && failed.Alias == "large");
    }

    [Theory]
    [MemberData(nameof(Final))]
    public async Task What_the_next_call_would_share_is_not(string code, bool streams)
    {
        var provider = new ScriptedChatClient(Fails(code));
        (await Should.ThrowAsync<ModelCallException>(Retrying(provider).CallAsync(streams))).Fault.Code.ShouldBe(code);
        provider.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_last_failure_is_told_with_all_attempts(bool streams)
    {
        var provider = new ScriptedChatClient(Fails(ModelFaults.Timeout), Fails(ModelFaults.Unavailable));
        var failure = await Should.ThrowAsync<ModelCallException>(Retrying(provider).CallAsync(_clock, streams));
        failure.Fault.Code.ShouldBe(ModelFaults.Unavailable);
        failure.Attempts.Select(attempt => attempt.Code)
            .ShouldBe([ModelFaults.Timeout, ModelFaults.Unavailable, ModelFaults.Unavailable, ModelFaults.Unavailable]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_provider_s_wish_wins_over_chance(bool streams)
    {
        var start = _clock.GetUtcNow();
        var client = Retrying(new ScriptedChatClient(Fails(ModelFaults.RateLimited, TimeSpan.FromSeconds(37)), Says()));
        await client.CallAsync(_clock, streams, within: TimeSpan.FromMinutes(1));
        (_clock.GetUtcNow() - start).ShouldBe(TimeSpan.FromSeconds(37));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wish_beyond_the_deadline_is_not_waited_for(bool streams)
    {
        var provider = new ScriptedChatClient(Fails(ModelFaults.RateLimited, TimeSpan.FromSeconds(60)), Says());
        var client = Retrying(provider, new RetryOptions { DeadlineSeconds = 60 });
        (await Should.ThrowAsync<ModelCallException>(client.CallAsync(streams))).RetryAfter!.Value.Delay.ShouldBe(TimeSpan.FromSeconds(60));
        provider.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_deadline_ends_an_attempt_under_way(bool streams)
    {
        var call = Retrying(new ScriptedChatClient(Fails(ModelFaults.Unavailable), Hangs()), new RetryOptions { DeadlineSeconds = 60 })
            .CallAsync(_clock, streams, within: TimeSpan.FromMinutes(1));
        var failure = await Should.ThrowAsync<ModelCallException>(call);
        failure.Fault.Code.ShouldBe(ModelFaults.Deadline);
        failure.Attempts.Select(attempt => attempt.Code).ShouldBe([ModelFaults.Unavailable, ModelFaults.Deadline]);
    }

    [Fact]
    public async Task A_stream_that_broke_after_its_first_words_is_the_reader_s_to_know()
    {
        var provider = new ScriptedChatClient(BreaksAfter("hel"));
        var seen = "";
        var failure = await Should.ThrowAsync<ModelCallException>(async () =>
        {
            await foreach (var update in Retrying(provider).GetStreamingResponseAsync(Calls.Hello, cancellationToken: TestContext.Current.CancellationToken))
                seen += update.Text;
        });
        (failure.Fault.Code, seen, provider.Calls).ShouldBe((ModelFaults.BrokeOff, "hel", 1));
    }

    [Fact]
    public async Task A_stream_that_was_cut_before_its_first_words_is_tried_again_unseen()
    {
        var response = await Retrying(new ScriptedChatClient(BreaksAfter(""), Says())).CallAsync(_clock, streams: true);
        response.Text.ShouldBe("hello");
        ServedBy.Of(response)!.Attempts.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_caller_may_leave_during_the_wait(bool streams)
    {
        using var cancellation = new CancellationTokenSource();
        var call = Retrying(new ScriptedChatClient(Fails(ModelFaults.RateLimited, TimeSpan.FromSeconds(30)), Says()))
            .CallAsync(streams, cancellation: cancellation.Token);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
    }

    [Fact]
    public void Any_script_is_called_at_most_so_often_and_ends_in_the_deadline()
        => Prop.ForAll(Gen.Elements(Codes).ListOf(12).ToArbitrary(), Gen.Choose(1, 8).ToArbitrary(), (script, most) =>
        {
            var clock = new ManualClock();
            var start = clock.GetUtcNow();
            var provider = new ScriptedChatClient([.. script.Select(code => Fails(code))]);
            var options = new RetryOptions { MostAttempts = most, DeadlineSeconds = 45 };
            var failure = Should.Throw<ModelCallException>(
                () => new RetryChatClient(provider, new Retries("large", options, new Jitter(most), clock, _metrics)).CallAsync(clock, streams: false));
            var final = script.ToList().FindIndex(code => Array.IndexOf(Codes, code) >= 5);
            provider.Calls.ShouldBeLessThanOrEqualTo(Math.Min(most, final < 0 ? most : final + 1));
            failure.Attempts.Count.ShouldBe(provider.Calls);
            (clock.GetUtcNow() - start).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(45));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_wait_is_random_grows_and_has_a_bound()
    {
        var options = new RetryOptions { BaseDelayMilliseconds = 100, LongestDelaySeconds = 1 };
        var waits = Enumerable.Range(1, 10).Select(retry => Enumerable.Range(0, 200).Select(seed => new Jitter(seed).Delay(options, retry)).ToList()).ToList();
        for (var i = 0; i < waits.Count; i++)
        {
            var most = TimeSpan.FromMilliseconds(Math.Min(1000, 100 * Math.Pow(2, i)));
            waits[i].ShouldAllBe(wait => wait >= TimeSpan.Zero && wait <= most);
            waits[i].Max().ShouldBeGreaterThan(0.9 * most);
            waits[i].Min().ShouldBeLessThan(0.1 * most);
        }

        new Jitter(7).Delay(options, 3).ShouldBe(new Jitter(7).Delay(options, 3));
    }

    public void Dispose() => _metrics.Dispose();

    private RetryChatClient Retrying(IChatClient provider, RetryOptions? options = null)
        => new(provider, new Retries("large", options ?? new RetryOptions(), new Jitter(1), _clock, _metrics));

    private static TheoryData<string, bool> Cases(IEnumerable<string> codes)
    {
        var cases = new TheoryData<string, bool>();
        foreach (var code in codes)
        {
            cases.Add(code, false);
            cases.Add(code, true);
        }

        return cases;
    }
}
