using System.Text.Json;
using HybridAi.Tests.Llm.Loopback;
using HybridAi.Tests.OpenAiClient;

namespace HybridAi.Tests.Api.OpenAi;

/// <summary>What OpenAI's own client makes of our front.</summary>
public sealed class OpenAiClientTests : IAsyncLifetime
{
    private FrontBench _front = null!;

    public async ValueTask InitializeAsync() => _front = await FrontBench.StartAsync();

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    [Fact]
    public async Task It_lists_our_aliases_and_auto()
    {
        var seen = await RunAsync("models", "cheap");
        seen.GetProperty("ids").EnumerateArray().Select(id => id.GetString()).ShouldBe(["auto", "cheap", "dear", "embed", "large", "small"]);
        seen.GetProperty("found").GetString().ShouldBe("cheap");
        Told(seen.GetProperty("missing")).ShouldBe(("NotFoundError", 404, "model_not_found", "invalid_request_error"));
    }

    [Fact]
    public async Task An_answer_comes_with_usage_cost_and_the_id_of_its_ledger_line()
    {
        var seen = await RunAsync("chat", "dear");

        (Text(seen, "text"), Text(seen, "finish"), Text(seen, "model"), Text(seen, "alias"), Text(seen, "cost")).ShouldBe(("hello", "stop", "dear", "dear", "0.012"));
        seen.GetProperty("usage").GetProperty("total_tokens").GetInt32().ShouldBe(1100);
        var line = (await _front.LinesAsync(1)).ShouldHaveSingleItem();
        (line.RequestId, line.Model, line.Tier, line.CostUsd, line.Outcome).ShouldBe((Text(seen, "request")!, "dear", "chat", 0.012m, "ok"));
        var sent = _front.Provider.Requests.ShouldHaveSingleItem().Json;
        (Text(sent, "model"), sent.GetProperty("max_completion_tokens").GetInt32(), sent.GetProperty("temperature").GetDouble()).ShouldBe(("served-dear", 50, 0));
    }

    [Fact]
    public async Task A_stream_is_put_together_to_the_same_answer_with_usage_when_asked()
    {
        var plain = await RunAsync("stream", "cheap");
        (Text(plain, "text"), Text(plain, "role"), Text(plain, "finish"), plain.GetProperty("usage").ValueKind).ShouldBe(("hello", "assistant", "stop", JsonValueKind.Null));
        var counted = await RunAsync("streamWithUsage", "cheap");
        counted.GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBe(1000);
        (await _front.LinesAsync(2)).ShouldAllBe(line => line.CostUsd == 0.0012m && line.Outcome == "ok");
    }

    [Fact]
    public async Task A_schema_a_seed_tools_and_log_probabilities_are_passed_on()
    {
        Text(await RunAsync("schema", "dear"), "label").ShouldBe("bill");
        var sent = _front.Provider.Requests.Last().Json;
        sent.GetProperty("seed").GetInt32().ShouldBe(7);
        sent.GetProperty("response_format").GetProperty("json_schema").GetProperty("strict").GetBoolean().ShouldBeTrue();
        var tools = await RunAsync("tools", "dear");
        (Text(tools, "id"), Text(tools, "name"), Text(tools, "finish"), Text(tools, "text")).ShouldBe(("call-1", "weather", "tool_calls", "hello"));
        _front.Provider.Requests.Last().Json.GetProperty("messages")[3].GetProperty("content").GetString().ShouldBe("sunny");
        var streamed = (await RunAsync("streamTools", "dear"));
        (Text(streamed, "finish"), Text(streamed.GetProperty("tools")[0], "arguments")).ShouldBe(("tool_calls", """{"city":"text"}"""));
        var logprobs = await RunAsync("logprobs", "dear");
        logprobs.GetProperty("whole").GetRawText().ShouldBe(logprobs.GetProperty("pieces").GetRawText());
        logprobs.GetProperty("whole")[0].GetProperty("logprob").GetDouble().ShouldBe(Math.Log(0.9), 1e-6);
        logprobs.GetProperty("whole")[0].GetProperty("top_logprobs").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Embeddings_are_the_same_as_numbers_and_as_base64()
    {
        var seen = await RunAsync("embeddings", "embed");
        seen.GetProperty("float").GetRawText().ShouldBe(seen.GetProperty("decoded").GetRawText());
        seen.GetProperty("float")[1][0].GetDouble().ShouldBe(1.5);
        seen.GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBe(20);
        // Asked again in the other encoding, the texts have their vectors already.
        (await _front.LinesAsync(2)).Select(line => (line.Tier, line.Outcome, line.CostUsd))
            .ShouldBe([("embedding", "ok", 0.00004m), ("embedding", "cache-hit", 0m)]);
    }

    [Theory]
    [InlineData("429", "RateLimitError", 429, "rate_limit_exceeded", "rate_limit_error")]
    [InlineData("500", "InternalServerError", 503, "model_unavailable", "server_error")]
    [InlineData("422", "BadRequestError", 400, "model_refused_request", "invalid_request_error")]
    [InlineData("401", "InternalServerError", 502, "model_unauthorized", "server_error")]
    [InlineData("error body", "InternalServerError", 502, "model_answer_unreadable", "server_error")]
    public async Task A_provider_s_fault_is_the_error_that_the_client_has_for_it(string fault, string error, int status, string code, string type)
    {
        // So often that no retry of the gateway gets past it.
        _front.Provider.Always(fault == "error body" ? LoopbackFaults.ErrorBodyWith200 : LoopbackFaults.Status(int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture)));

        Told(await RunAsync("fails", "cheap")).ShouldBe((error, status, code, type));
        if (fault != "error body") Told(await RunAsync("failsStreaming", "cheap")).ShouldBe((error, status, code, type));
    }

    [Fact]
    public async Task An_unknown_model_is_not_found_and_nobody_is_asked()
    {
        var seen = await RunAsync("fails", "gpt-5");
        Told(seen).ShouldBe(("NotFoundError", 404, "model_not_found", "invalid_request_error"));
        Text(seen, "message")!.ShouldContain("Known: cheap, dear, large, small.");
        _front.Provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stream_that_breaks_is_an_error_and_not_a_short_answer()
    {
        _front.Provider.Always(LoopbackFaults.StopShort);

        var seen = await RunAsync("failsStreaming", "cheap");

        (Text(seen, "error"), Text(seen, "code"), Text(seen, "type")).ShouldBe(("APIError", "model_broke_off", "server_error"));
        (await _front.LinesAsync(1))[0].Outcome.ShouldBe("model-broke-off");
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_the_provider_s_call_and_the_line_says_so()
    {
        _front.Provider.Then(LoopbackFaults.HangMidStream);

        Text(await RunAsync("abort", "cheap"), "text").ShouldBe("hel");

        (await _front.LinesAsync(1)).ShouldHaveSingleItem().Outcome.ShouldBe("cancelled");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!_front.Provider.Account.Lines[0].Abandoned) await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_project_and_a_purpose_are_booked_by_header()
    {
        await _front.Api.SeedMailAsync();
        Text(await RunAsync("chat", "cheap", "x-hybridai-project=mail", "x-hybridai-purpose=drafting"), "text").ShouldBe("hello");
        (await _front.LinesAsync(1, "mail")).ShouldHaveSingleItem().Tier.ShouldBe("drafting");
        Told(await RunAsync("fails", "cheap", "x-hybridai-project=mial")).ShouldBe(("NotFoundError", 404, "project_unknown", "invalid_request_error"));
    }

    private static string? Text(JsonElement seen, string property) => seen.GetProperty(property).GetString();

    private static (string?, int, string?, string?) Told(JsonElement error)
        => (Text(error, "error"), error.GetProperty("status").GetInt32(), Text(error, "code"), Text(error, "type"));

    private Task<JsonElement> RunAsync(string scenario, string model, params string[] headers) => NodeClient.RunAsync(_front.Address, scenario, model, headers);
}
