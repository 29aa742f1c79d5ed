using System.Text.Json;
using HybridAi.Tests.OpenAiClient;

namespace HybridAi.Tests.Llm.Loopback;

/// <summary>The double is held to the real protocol by OpenAI's own client.</summary>
public sealed class LoopbackProtocolTests : IAsyncLifetime
{
    private const string Model = "served-model";
    private LoopbackOpenAi _server = null!;

    public async ValueTask InitializeAsync() => _server = await LoopbackOpenAi.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Models_are_listed_and_found()
    {
        _server.Models = ["served-model", "other"];
        var seen = await RunAsync("models");
        seen.GetProperty("ids").EnumerateArray().Select(id => id.GetString()).ShouldBe(["served-model", "other"]);
        seen.GetProperty("found").GetString().ShouldBe(Model);
        Told(seen.GetProperty("missing")).ShouldBe(("NotFoundError", 404, "model_not_found"));
    }

    [Fact]
    public async Task An_answer_is_read_whole_and_in_pieces()
    {
        var whole = await RunAsync("chat");
        (Text(whole, "text"), Text(whole, "finish")).ShouldBe(("hello", "stop"));
        whole.GetProperty("usage").GetProperty("total_tokens").GetInt32().ShouldBe(1100);
        var plain = await RunAsync("stream");
        (Text(plain, "text"), Text(plain, "finish"), plain.GetProperty("usage").ValueKind).ShouldBe(("hello", "stop", JsonValueKind.Null));
        (await RunAsync("streamWithUsage")).GetProperty("usage").GetProperty("completion_tokens").GetInt32().ShouldBe(100);
    }

    [Fact]
    public async Task A_schema_tools_and_log_probabilities_are_honoured()
    {
        Text(await RunAsync("schema"), "label").ShouldBe("bill");
        var tools = await RunAsync("tools");
        (Text(tools, "name"), Text(tools, "finish"), Text(tools, "text"), Text(tools.GetProperty("arguments"), "city")).ShouldBe(("weather", "tool_calls", "hello", "text"));
        var streamed = (await RunAsync("streamTools")).GetProperty("tools")[0];
        (Text(streamed, "name"), Text(streamed, "arguments")).ShouldBe(("weather", """{"city":"text"}"""));
        var logprobs = await RunAsync("logprobs");
        logprobs.GetProperty("whole").GetRawText().ShouldBe(logprobs.GetProperty("pieces").GetRawText());
        logprobs.GetProperty("whole")[0].GetProperty("top_logprobs").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Embeddings_are_the_same_as_numbers_and_as_base64()
    {
        var seen = await RunAsync("embeddings");
        seen.GetProperty("float").GetRawText().ShouldBe(seen.GetProperty("decoded").GetRawText());
        seen.GetProperty("float")[1][0].GetDouble().ShouldBe(1.5);
        seen.GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBe(20);
    }

    [Theory]
    [InlineData("429", "RateLimitError", 429)]
    [InlineData("500", "InternalServerError", 500)]
    [InlineData("503", "InternalServerError", 503)]
    [InlineData("400", "BadRequestError", 400)]
    [InlineData("truncated", "SyntaxError", null)]
    [InlineData("cut", "APIConnectionError", null)]
    public async Task A_fault_is_the_error_that_the_client_has_for_it(string fault, string error, int? status)
    {
        _server.Then(fault switch
        {
            "429" => LoopbackFaults.RateLimited(TimeSpan.FromSeconds(7)),
            "truncated" => LoopbackFaults.TruncatedJson,
            "cut" => LoopbackFaults.Cut,
            _ => LoopbackFaults.Status(int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture)),
        });

        var seen = await RunAsync("fails");

        // The name is how the client says that its connection broke, which differs by where in the body it did.
        if (fault != "cut") Text(seen, "error").ShouldBe(error);
        (seen.GetProperty("status").ValueKind == JsonValueKind.Number ? seen.GetProperty("status").GetInt32() : (int?)null).ShouldBe(status);
        Text(seen, "retryAfter").ShouldBe(fault == "429" ? "7" : null);
    }

    [Fact]
    public async Task A_script_goes_call_by_call_and_the_account_counts_every_call()
    {
        _server.CountsTokens = true;
        _server.Then(LoopbackFaults.RateLimited(TimeSpan.Zero), LoopbackFaults.Status(500), LoopbackFaults.WrongTokenCounts(7, 9));

        Text(await RunAsync("retries"), "text").ShouldBe("hello");

        _server.Account.Lines.Select(line => line.Status).ShouldBe([429, 500, 200]);
        (_server.Account.Calls, _server.Account.Answered).ShouldBe((3, 1));
        _server.Account.ToldUsd(1_000_000, 1_000_000).ShouldBe(16);
        _server.Account.BilledUsd(0, 1_000_000).ShouldBe(2, "'hello' is two tokens of four characters");
    }

    private static string? Text(JsonElement seen, string property) => seen.GetProperty(property).GetString();

    private static (string?, int, string?) Told(JsonElement error) => (Text(error, "error"), error.GetProperty("status").GetInt32(), Text(error, "code"));

    private Task<JsonElement> RunAsync(string scenario) => NodeClient.RunAsync(_server.Endpoint, scenario, Model);
}
