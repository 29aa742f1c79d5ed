using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using Microsoft.Extensions.AI;
using static HybridAi.Tests.Llm.Gateway.ScriptedChatClient;

namespace HybridAi.Tests.Llm.Gateway;

public sealed class FailoverChatClientTests : IDisposable
{
    private readonly GatewayMetrics _metrics = new();

    public static TheoryData<string, bool> AskAnother => Both(
        ModelFaults.CircuitOpen, ModelFaults.Unreachable, ModelFaults.RateLimited, ModelFaults.RateLimitWait, ModelFaults.Unavailable,
        ModelFaults.Timeout, ModelFaults.Busy, ModelFaults.Deadline, ModelFaults.QuotaSpent, ModelFaults.BrokeOff);

    public static TheoryData<string, bool> TheCallersOwn => Both(
        "model-refused-request", "model-unauthorized", "model-missing", ModelFaults.TooLarge, "budget-spent", "no-recorded-answer");

    [Theory]
    [MemberData(nameof(AskAnother))]
    public async Task Another_model_serves_what_this_one_can_not(string code, bool streams)
    {
        var response = await Chain(new ScriptedChatClient(Fails(code)), ("b", new ScriptedChatClient(Says("from b")))).CallAsync(streams);

        response.Text.ShouldBe("from b");
        var served = ServedBy.Of(response).ShouldNotBeNull();
        (served.Asked, served.Alias).ShouldBe(("a", "b"));
        served.Failed.ShouldBe([new FailedAttempt("a", code)]);
    }

    [Theory]
    [MemberData(nameof(TheCallersOwn))]
    public async Task A_fault_of_the_call_itself_goes_back_at_once(string code, bool streams)
    {
        var other = new ScriptedChatClient(Says());
        (await Should.ThrowAsync<ModelCallException>(Chain(new ScriptedChatClient(Fails(code)), ("b", other)).CallAsync(streams))).Fault.Code.ShouldBe(code);
        other.Calls.ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_list_is_asked_in_order_and_a_model_that_can_not_be_made_is_passed_over(bool streams)
    {
        var response = await Chain(
            new ScriptedChatClient(Fails(ModelFaults.Timeout)),
            ("missing", null), ("b", new ScriptedChatClient(Fails(ModelFaults.CircuitOpen))), ("c", new ScriptedChatClient(Says()))).CallAsync(streams);
        var served = ServedBy.Of(response)!;
        served.Alias.ShouldBe("c");
        served.Failed.Select(failed => $"{failed.Alias} {failed.Code}").ShouldBe(["a model-timeout", "missing model-unknown", "b model-circuit-open"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_none_serves_the_fault_is_that_of_the_model_asked_for(bool streams)
    {
        var chain = Chain(new ScriptedChatClient(Fails(ModelFaults.RateLimited, TimeSpan.FromSeconds(9))), ("b", new ScriptedChatClient(Fails(ModelFaults.Timeout))));
        var failure = await Should.ThrowAsync<ModelCallException>(chain.CallAsync(streams));
        failure.Fault.Code.ShouldBe(ModelFaults.RateLimited);
        failure.RetryAfter!.Value.Delay.ShouldBe(TimeSpan.FromSeconds(9));
        failure.Attempts.Select(attempt => attempt.Alias).ShouldBe(["a", "b"]);
        failure.Measure!.CostUsd.ShouldBeNull("what a failed call cost is not known");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_that_lacks_what_the_call_needs_or_is_too_small_for_it_is_passed_over(bool streams)
    {
        var (plain, small, able) = (new ScriptedChatClient(Says()), new ScriptedChatClient(Says()), new ScriptedChatClient(Says("from able")));
        var options = LlmFixture.Options();
        options.Tools = [AIFunctionFactory.CreateDeclaration("look_up", "Looks up.", System.Text.Json.JsonDocument.Parse("""{"type":"object"}""").RootElement)];

        var response = await Chain(new ScriptedChatClient(Fails(ModelFaults.Timeout)), ("plain", plain), ("small", small), ("able", able)).CallAsync(streams, options);

        response.Text.ShouldBe("from able");
        ServedBy.Of(response)!.Failed.Select(failed => $"{failed.Alias} {failed.Code}").ShouldBe(["a model-timeout", "plain unsupported-parameter", "small context-too-long"]);
        (plain.Calls, small.Calls).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_refusal_says_of_every_model_why_it_did_not_take_the_place(bool streams)
    {
        var options = LlmFixture.Options();
        options.ResponseFormat = ChatResponseFormat.ForJsonSchema(System.Text.Json.JsonDocument.Parse("""{"type":"object"}""").RootElement, "a");
        var chain = Chain(
            new ScriptedChatClient(Fails(ModelFaults.QuotaSpent)), ("missing", null), ("plain", new ScriptedChatClient(Says())), ("b", new ScriptedChatClient(Fails(ModelFaults.Busy))));

        var failure = await Should.ThrowAsync<ModelCallException>(chain.CallAsync(streams, options));

        failure.Fault.Code.ShouldBe(ModelFaults.QuotaSpent);
        failure.Fault.Reason.ShouldEndWith(
            "No other model took its place: 'missing' was passed over (none); 'plain' was passed over (The model 'plain' is not said to hold to a JSON schema "
            + "(HybridAi:Llm:Models:plain:Capabilities:JsonSchema)); 'b' failed (model-busy).");
        failure.Attempts.Select(attempt => attempt.Alias).ShouldBe(["a", "missing", "plain", "b"]);
    }

    [Fact]
    public async Task A_stream_that_broke_after_its_first_words_is_not_taken_over()
    {
        var other = new ScriptedChatClient(Says());
        var chain = Chain(new ScriptedChatClient(BreaksAfter("hel")), ("b", other));
        (await Should.ThrowAsync<ModelCallException>(chain.CallAsync(streams: true))).Fault.Code.ShouldBe(ModelFaults.BrokeOff);
        other.Calls.ShouldBe(0);
    }

    public void Dispose() => _metrics.Dispose();

    private FailoverChatClient Chain(ScriptedChatClient first, params (string Alias, ScriptedChatClient? Client)[] others) => new(
        Once("a", first), new(
            "a", [.. others.Select(other => other.Alias)],
            alias => others.Single(other => other.Alias == alias).Client is { } client
                ? new ModelWay<IChatClient>(alias, Settings(alias), Once(alias, client))
                : Fault.NotFound("model-unknown", "none"),
            _metrics));

    // What a model can do, by its name.
    private static ModelOptions Settings(string alias) => new()
    {
        Capabilities = new() { JsonSchema = alias != "plain", Tools = alias != "plain" }, ContextTokens = alias == "small" ? 10 : null,
    };

    private RetryChatClient Once(string alias, IChatClient client)
        => new(client, new Retries(alias, new RetryOptions { MostAttempts = 1 }, new Jitter(1), new ManualClock(), _metrics));

    private static TheoryData<string, bool> Both(params string[] codes)
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
