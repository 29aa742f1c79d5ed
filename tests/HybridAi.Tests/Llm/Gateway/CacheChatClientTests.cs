using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Tests.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm.Gateway;

public sealed class CacheChatClientTests
{
    private static CancellationToken Cancellation => GatewayBench.Cancellation;

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task An_equal_call_is_answered_without_calling_anybody_and_costs_nothing(string database)
    {
        await using var bench = await GatewayBench.CreateAsync(database);
        var client = Client(bench);

        var first = await AskAsync(client);
        var second = await AskAsync(client, options: GatewayBench.Options(GatewayBench.Call("other", request: "run-2")));

        bench.Model.Calls.ShouldBe(1);
        (first.CostUsd(), first.IsFromCache()).ShouldBe((0.003m, false));
        (second.Text, second.CostUsd(), second.IsFromCache(), second.FinishReason, second.ModelId).ShouldBe(("answer 1", 0m, true, ChatFinishReason.Stop, "served"));
        second.Usage!.OutputTokenCount.ShouldBe(100);
        (await bench.LinesAsync()).ShouldHaveSingleItem().Outcome.ShouldBe("ok");
        var line = (await bench.LinesAsync("other")).ShouldHaveSingleItem();
        (line.Outcome, line.CostUsd, line.RequestId, line.Latency).ShouldBe(("cache-hit", 0m, "run-2", TimeSpan.Zero));
    }

    [Theory, InlineData(false, true), InlineData(true, false), InlineData(true, true)]
    public async Task It_does_not_matter_whether_the_first_or_the_second_streams(bool firstStreams, bool secondStreams)
    {
        await using var bench = await GatewayBench.CreateAsync();
        var client = Client(bench);

        var first = await AskAsync(client, firstStreams);
        var second = await AskAsync(client, secondStreams);

        bench.Model.Calls.ShouldBe(1);
        (first.Text, first.CostUsd()).ShouldBe(("answer 1", 0.003m));
        (second.Text, second.CostUsd(), second.IsFromCache(), second.Usage!.InputTokenCount).ShouldBe(("answer 1", 0m, true, 1000));
        second.FinishReason.ShouldBe(ChatFinishReason.Stop);
    }

    [Fact]
    public async Task All_that_decides_an_answer_is_in_its_key()
    {
        await using var bench = await GatewayBench.CreateAsync();
        bench.CacheOptions.MaxAnswers = 100;
        var client = Client(bench);
        await AskAsync(client);
        var schema = ChatResponseFormat.ForJsonSchema(System.Text.Json.JsonDocument.Parse("{}").RootElement, "a");
        ChatOptions[] others =
        [
            With(options => options.TopP = 0.5f), With(options => options.MaxOutputTokens = 100), With(options => options.Seed = 3),
            With(options => options.StopSequences = ["."]), With(options => options.ResponseFormat = ChatResponseFormat.Json),
            With(options => options.ResponseFormat = schema), With(options => options.Instructions = "Be brief."),
            With(options => options.AdditionalProperties!["logprobs"] = true), GatewayBench.Options(GatewayBench.Call(tenant: "acme")),
        ];

        for (var i = 0; i < others.Length; i++)
        {
            await AskAsync(client, options: others[i]);
            bench.Model.Calls.ShouldBe(2 + i, $"case {i}");
        }

        await AskAsync(client, messages: [new ChatMessage(ChatRole.System, "Hello")]);
        await AskAsync(client, messages: [new ChatMessage(ChatRole.User, "Hello"), new ChatMessage(ChatRole.User, "")]);
        await AskAsync(bench.Client(budgets: false, cache: true, alias: "small"));
        await AskAsync(bench.Client(budgets: false, cache: true, options: Another()));
        bench.Model.Calls.ShouldBe(5 + others.Length);
        await AskAsync(client);
        bench.Model.Calls.ShouldBe(5 + others.Length, "the first is still there");

        static ModelOptions Another()
        {
            var another = GatewayBench.PricedModel(2, 10);
            another.Model = "served-2";
            return another;
        }

        static ChatOptions With(Action<ChatOptions> change)
        {
            var options = GatewayBench.Options();
            change(options);
            return options;
        }
    }

    [Fact]
    public async Task Only_calls_for_temperature_0_are_kept_unless_the_settings_say_otherwise()
    {
        await using var bench = await GatewayBench.CreateAsync();
        var client = Client(bench);
        foreach (var temperature in new float?[] { null, 0.7f })
        {
            await AskAsync(client, options: GatewayBench.Options(temperature: temperature));
            await AskAsync(client, options: GatewayBench.Options(temperature: temperature));
        }

        bench.Model.Calls.ShouldBe(4);
        bench.CacheOptions.AnyTemperature = true;
        await AskAsync(client, options: GatewayBench.Options(temperature: 0.7f));
        await AskAsync(client, options: GatewayBench.Options(temperature: 0.7f));
        bench.Model.Calls.ShouldBe(5);
    }

    [Fact]
    public async Task A_call_can_go_past_the_cache()
    {
        await using var bench = await GatewayBench.CreateAsync();
        var client = Client(bench);
        await AskAsync(client);

        (await AskAsync(client, options: GatewayBench.Options(GatewayBench.Call() with { BypassCache = true }))).Text.ShouldBe("answer 2");

        (await AskAsync(client)).Text.ShouldBe("answer 1", "what went past it is not kept");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Refused_filtered_cut_off_empty_and_malformed_answers_are_not_kept(bool streams)
    {
        ChatResponse[] answers =
        [
            FakeModel.Says("half an ans", finish: ChatFinishReason.Length), FakeModel.Says("...", finish: ChatFinishReason.ContentFilter), FakeModel.Says(" "),
        ];
        foreach (var answer in answers)
        {
            await using var bench = await GatewayBench.CreateAsync();
            bench.Model.Answer = (_, _) => Task.FromResult(answer);
            await AskTwiceAsync(bench, GatewayBench.Options(), 2);
        }

        await using var refusing = await GatewayBench.CreateAsync();
        refusing.Model.Answer = (_, _) => Task.FromResult(
            new ChatResponse(new ChatMessage(ChatRole.Assistant, [Refusals.Content("no")])) { FinishReason = ChatFinishReason.Stop });
        refusing.Model.Stream = (call, token) => refusing.Model.Answer(call, token).Result.ToChatResponseUpdates().ToAsyncEnumerable();
        await AskTwiceAsync(refusing, GatewayBench.Options(), 2);

        await using var json = await GatewayBench.CreateAsync();
        var options = GatewayBench.Options();
        options.ResponseFormat = ChatResponseFormat.Json;
        await AskTwiceAsync(json, options, 2);
        json.Model.Answer = (_, _) => Task.FromResult(FakeModel.Says("```json\n{\"label\":\"x\",}\n```"));
        await AskTwiceAsync(json, options, 3);

        async Task AskTwiceAsync(GatewayBench bench, ChatOptions with, int calls)
        {
            await AskAsync(Client(bench), streams, with);
            await AskAsync(Client(bench), streams, with);
            bench.Model.Calls.ShouldBe(calls);
        }
    }

    [Fact]
    public async Task An_answer_of_another_model_in_the_place_of_the_asked_one_is_not_kept()
    {
        await using var bench = await GatewayBench.CreateAsync();
        bench.Model.Answer = (call, _) => call == 1 ? throw new ModelCallException(Fault.Unavailable("model-unavailable", "no")) : Task.FromResult(FakeModel.Says("itself"));
        var client = bench.Client(budgets: false, cache: true, options: GatewayBench.PricedModel(2, 10, 1, "huge"), other: new FakeModel());

        (await AskAsync(client)).Text.ShouldBe("answer 1");
        (await AskAsync(client)).Text.ShouldBe("itself");
        (await AskAsync(client)).IsFromCache().ShouldBeTrue();
    }

    [Fact]
    public async Task An_answer_is_kept_for_its_time_and_no_longer()
    {
        await using var bench = await GatewayBench.CreateAsync();
        bench.CacheOptions.Hours = 2;
        var client = Client(bench);
        await AskAsync(client);
        bench.Clock.Advance(TimeSpan.FromMinutes(119));
        (await AskAsync(client)).Text.ShouldBe("answer 1");

        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        (await bench.Cache.CountAsync(Cancellation)).ShouldBe(1);
        (await bench.Cache.PurgeAsync(Cancellation)).ShouldBe(1);
        (await AskAsync(client)).Text.ShouldBe("answer 2");
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task There_are_never_many_more_answers_than_the_bound_and_the_oldest_go_first(string database)
    {
        await using var bench = await GatewayBench.CreateAsync(database);
        var client = Client(bench);
        for (var i = 0; i < 12; i++)
        {
            await AskAsync(client, messages: [new ChatMessage(ChatRole.User, $"question {i}")]);
            bench.Clock.Advance(TimeSpan.FromMinutes(1));
            (await bench.Cache.CountAsync(Cancellation)).ShouldBeLessThan(10);
        }

        await bench.Cache.PurgeAsync(Cancellation);
        (await bench.Cache.CountAsync(Cancellation)).ShouldBe(5);
        (await AskAsync(client, messages: [new ChatMessage(ChatRole.User, "question 7")])).IsFromCache().ShouldBeTrue();
        (await AskAsync(client, messages: [new ChatMessage(ChatRole.User, "question 6")])).IsFromCache().ShouldBeFalse();
        bench.Model.Answer = (_, _) => Task.FromResult(FakeModel.Says(new string('x', 101)));
        await AskAsync(client, messages: [new ChatMessage(ChatRole.User, "long")]);
        (await AskAsync(client, messages: [new ChatMessage(ChatRole.User, "long")])).IsFromCache().ShouldBeFalse();
    }

    [Fact]
    public async Task A_hit_gives_back_what_its_budget_held_for_it()
    {
        await using var bench = await GatewayBench.CreateAsync();
        var budget = await bench.CapAsync(1m);
        var client = bench.Client(cache: true);

        await AskAsync(client);
        await AskAsync(client);

        (await bench.FiguresAsync(budget)).ShouldBe((0.003m, 0m, 0m));
    }

    private static IChatClient Client(GatewayBench bench) => bench.Client(budgets: false, cache: true);

    private static Task<ChatResponse> AskAsync(IChatClient client, bool streams = false, ChatOptions? options = null, ChatMessage[]? messages = null)
        => (streams ? new ByStreaming(client) : client).GetResponseAsync(messages ?? GatewayBench.Hello, options ?? GatewayBench.Options(), Cancellation);
}
