using System.Net;
using System.Text.Json;
using HybridAi.Tests.Llm.Loopback;

namespace HybridAi.Tests.Api.OpenAi;

/// <summary>What goes over the wire, to the letter, where OpenAI's client would not show it.</summary>
public sealed class OpenAiHttpTests : IAsyncLifetime
{
    private const string Hello = """[{"role":"user","content":"Hello"}]""";
    private FrontBench _front = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _front = await FrontBench.StartAsync("--Kestrel:Limits:MaxRequestBodySize=20000");

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    [Theory]
    [InlineData("""{"model":"cheap","messages":[""", "json_unreadable", null)]
    [InlineData("", "json_unreadable", null)]
    [InlineData("null", "json_unreadable", null)]
    [InlineData("""{"messages":M}""", "missing_required_parameter", "model")]
    [InlineData("""{"model":"cheap"}""", "missing_required_parameter", "messages")]
    [InlineData("""{"model":"cheap","messages":[]}""", "missing_required_parameter", "messages")]
    [InlineData("""{"model":"cheap","messages":[null]}""", "invalid_value", "messages[0]")]
    [InlineData("""{"model":"cheap","messages":[{"content":"x"}]}""", "missing_required_parameter", "messages[0].role")]
    [InlineData("""{"model":"cheap","messages":[{"role":"boss","content":"x"}]}""", "invalid_value", "messages[0].role")]
    [InlineData("""{"model":"cheap","messages":[{"role":"user"}]}""", "missing_required_parameter", "messages[0].content")]
    [InlineData("""{"model":"cheap","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]}""", "invalid_value", "messages[0].content")]
    [InlineData("""{"model":"cheap","messages":[{"role":"tool","content":"x"}]}""", "missing_required_parameter", "messages[0].tool_call_id")]
    [InlineData("""{"model":"cheap","messages":M,"temperature":"hot"}""", "invalid_type", "temperature")]
    [InlineData("""{"model":"cheap","messages":M,"temperature":3}""", "invalid_value", "temperature")]
    [InlineData("""{"model":"cheap","messages":M,"max_tokens":0}""", "invalid_value", "max_tokens")]
    [InlineData("""{"model":"cheap","messages":M,"n":2}""", "unsupported_parameter", "n")]
    [InlineData("""{"model":"cheap","messages":M,"logit_bias":{"1":1}}""", "unsupported_parameter", "logit_bias")]
    [InlineData("""{"model":"cheap","messages":M,"temprature":1}""", "unknown_parameter", "temprature")]
    [InlineData("""{"model":"cheap","messages":M,"stop":["a","b","c","d","e"]}""", "invalid_value", "stop")]
    [InlineData("""{"model":"cheap","messages":M,"stream_options":{"include_usage":true}}""", "invalid_value", "stream_options")]
    [InlineData("""{"model":"cheap","messages":M,"response_format":{"type":"json_schema"}}""", "invalid_value", "response_format.json_schema")]
    [InlineData("""{"model":"cheap","messages":M,"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{}}}}""", "unsupported_parameter", "response_format")]
    [InlineData("""{"model":"cheap","messages":M,"tools":[{"type":"function","function":{"name":"f"}}]}""", "unsupported_parameter", "tools")]
    [InlineData("""{"model":"dear","messages":M,"tools":[{"type":"retrieval"}]}""", "invalid_value", "tools[0]")]
    [InlineData("""{"model":"dear","messages":M,"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":{"type":"function","function":{"name":"g"}}}""", "invalid_value", "tool_choice")]
    [InlineData("""{"model":"cheap","messages":M,"logprobs":true}""", "unsupported_parameter", "logprobs")]
    [InlineData("""{"model":"dear","messages":M,"top_logprobs":2}""", "invalid_value", "top_logprobs")]
    public async Task A_request_that_can_not_be_carried_out_is_refused_and_nobody_is_asked(string body, string code, string? param)
    {
        using var answer = await _front.ChatAsync(body.Replace("M", Hello, StringComparison.Ordinal));

        (await ErrorAsync(answer)).ShouldBe((400, "invalid_request_error", code, param));
        _front.Provider.Requests.ShouldBeEmpty();
        (await _front.LinesAsync(0)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"model":"embed"}""", 400, "missing_required_parameter", "input")]
    [InlineData("""{"model":"embed","input":[]}""", 400, "invalid_value", "input")]
    [InlineData("""{"model":"embed","input":[1,2]}""", 400, "invalid_value", "input")]
    [InlineData("""{"model":"embed","input":["a",""]}""", 400, "invalid_value", "input")]
    [InlineData("""{"model":"embed","input":"a","encoding_format":"hex"}""", 400, "invalid_value", "encoding_format")]
    [InlineData("""{"model":"embed","input":"a","dimensions":0}""", 400, "invalid_value", "dimensions")]
    [InlineData("""{"model":"embed","input":"a","colour":1}""", 400, "unknown_parameter", "colour")]
    [InlineData("""{"model":"cheap","input":"a"}""", 404, "model_not_found", "model")]
    public async Task Embeddings_that_can_not_be_made_are_refused(string body, int status, string code, string param)
    {
        using var answer = await _front.PostAsync("/v1/embeddings", body, "application/json");
        (await ErrorAsync(answer)).ShouldBe((status, "invalid_request_error", code, param));
        _front.Provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whatever_is_refused_around_the_endpoints_has_openai_s_shape_as_well()
    {
        using var large = await _front.ChatAsync($$$"""{"model":"cheap","messages":[{"role":"user","content":"{{{new string('x', 30_000)}}}"}]}""");
        (await ErrorAsync(large)).ShouldBe((413, "invalid_request_error", "body_too_large", null));
        using var form = await _front.PostAsync("/v1/chat/completions", "model=cheap", "application/x-www-form-urlencoded");
        (await ErrorAsync(form)).ShouldBe((415, "invalid_request_error", "content_type_unsupported", null));
        using var method = await _front.GetAsync("/v1/chat/completions");
        (await ErrorAsync(method)).ShouldBe((405, "invalid_request_error", "method_not_allowed", null));
        using var nowhere = await _front.GetAsync("/v1/chat/completions/nowhere");
        (await ErrorAsync(nowhere)).ShouldBe((404, "invalid_request_error", "endpoint_unknown", null));
        using var page = await _front.PostAsync("/v1/chat/completions", "{}", "application/json", ("Sec-Fetch-Site", "cross-site"));
        (await ErrorAsync(page)).ShouldBe((403, "invalid_request_error", "cross_site_refused", null));
    }

    [Fact]
    public async Task A_stream_is_server_sent_events_that_end_with_done()
    {
        using var answer = await _front.ChatAsync($$"""{"model":"cheap","messages":{{Hello}},"stream":true,"stream_options":{"include_usage":true},"metadata":{"a":"b"},"user":"u"}""");

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var events = (await answer.Content.ReadAsStringAsync(Cancellation)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        events.ShouldAllBe(each => each.StartsWith("data: "));
        events[^1].ShouldBe("data: [DONE]");
        var chunks = events[..^1].Select(each => JsonDocument.Parse(each["data: ".Length..]).RootElement).ToList();
        chunks[..^1].ShouldAllBe(chunk => chunk.GetProperty("usage").ValueKind == JsonValueKind.Null && chunk.GetProperty("choices").GetArrayLength() == 1);
        (chunks[^1].GetProperty("choices").GetArrayLength(), chunks[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32()).ShouldBe((0, 100));
        chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct().ShouldHaveSingleItem().ShouldBe(answer.Headers.GetValues("x-request-id").Single());
        events[1].ShouldNotContain("tool_calls");
    }

    [Fact]
    public async Task Without_include_usage_no_chunk_speaks_of_usage_and_the_ledger_has_it_all_the_same()
    {
        using var answer = await _front.ChatAsync($$"""{"model":"cheap","messages":{{Hello}},"stream":true}""");
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldNotContain("usage");
        (await _front.LinesAsync(1))[0].OutputTokens.ShouldBe(100);
    }

    [Theory]
    [InlineData("""{"model":"auto","messages":M}""", "cheap")]
    [InlineData("""{"model":"auto","messages":M,"logprobs":true}""", "dear")]
    [InlineData("""{"model":"auto","messages":M,"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object"}}}}""", "dear")]
    [InlineData("""{"model":"auto","messages":M,"max_tokens":1000}""", "dear")]
    [InlineData("""{"model":"auto","messages":M,"max_tokens":900}""", "cheap")]
    public async Task Auto_is_the_cheapest_that_can_do_it(string body, string alias)
    {
        using var answer = await _front.ChatAsync(body.Replace("M", Hello, StringComparison.Ordinal));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancellation));
        answer.Headers.GetValues("x-hybridai-model").ShouldBe([alias]);
    }

    [Fact]
    public async Task Auto_leaves_a_model_alone_that_has_just_failed()
    {
        _front.Provider.Always(LoopbackFaults.Status(500));
        using (var failed = await _front.ChatAsync($$"""{"model":"cheap","messages":{{Hello}}}""")) failed.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        _front.Provider.Says("well again");

        using var answer = await _front.ChatAsync($$"""{"model":"auto","messages":{{Hello}}}""");

        answer.Headers.GetValues("x-hybridai-model").ShouldBe(["dear"]);
    }

    [Fact]
    public async Task A_recorded_model_answers_what_was_recorded_and_tokens_that_nobody_counted_are_not_told()
    {
        var recorded = JsonDocument.Parse(File.ReadLines(Repository.Path("data", "recorded-answers.jsonl")).First()).RootElement;
        var body = JsonSerializer.Serialize(new { model = "large", messages = new[] { new { role = "user", content = recorded.GetProperty("text").GetString() } } });

        using var answer = await _front.ChatAsync(body);

        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
        json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!
            .ShouldContain(recorded.GetProperty("answers").GetProperty("large").GetProperty("label").GetString()!);
        json.GetProperty("usage").ValueKind.ShouldBe(JsonValueKind.Null);
        using var other = await _front.ChatAsync($$"""{"model":"large","messages":{{Hello}}}""");
        (await ErrorAsync(other)).ShouldBe((404, "invalid_request_error", "no_recorded_answer", null));
    }

    [Fact]
    public async Task A_caller_that_hangs_up_while_it_waits_leaves_a_line()
    {
        _front.Provider.Then(LoopbackFaults.Hang);
        using var http = new HttpClient { BaseAddress = _front.Api.Address };
        using var patience = new CancellationTokenSource();
        using var body = new StringContent($$"""{"model":"cheap","messages":{{Hello}}}""", System.Text.Encoding.UTF8, "application/json");
        var call = http.PostAsync("/v1/chat/completions", body, patience.Token);
        await _front.Provider.Called;

        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        (await _front.LinesAsync(1)).ShouldHaveSingleItem().Outcome.ShouldBe("cancelled");
        _front.Api.Log.Text.ShouldNotContain("ended unexpectedly");
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_the_middle_ends_the_stream_with_an_error_and_without_done()
    {
        var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _front.Provider.Then(LoopbackFaults.CutAfter(cut.Task));
        using var http = new HttpClient { BaseAddress = _front.Api.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent($$"""{"model":"cheap","messages":{{Hello}},"stream":true}""", System.Text.Encoding.UTF8, "application/json"),
        };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancellation));
        while (await reader.ReadLineAsync(Cancellation) is { } line && !line.Contains("\"hel\"", StringComparison.Ordinal)) line.ShouldNotContain("error");

        cut.SetResult();

        var rest = await reader.ReadToEndAsync(Cancellation);
        rest.ShouldContain("\"code\":\"model_unreachable\"");
        rest.ShouldNotContain("[DONE]");
        (await _front.LinesAsync(1)).ShouldHaveSingleItem().Outcome.ShouldBe("model-unreachable");
    }

    private static async Task<(int Status, string? Type, string? Code, string? Param)> ErrorAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json", text);
        var error = JsonDocument.Parse(text).RootElement.GetProperty("error");
        error.GetProperty("message").GetString().ShouldNotBeNullOrWhiteSpace();
        error.GetProperty("message").GetString()!.ShouldNotContain("System.");
        return ((int)answer.StatusCode, error.GetProperty("type").GetString(), error.GetProperty("code").GetString(), error.GetProperty("param").GetString());
    }
}
