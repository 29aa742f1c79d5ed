using System.Text.Json.Nodes;
using HybridAi.Tests.Llm;

namespace HybridAi.Tests.Cli;

public sealed class ModelsCheckTests : IDisposable
{
    private readonly CliProcess _cli = new() { Variables = { [LlmFixture.KeyVariable] = LlmFixture.Key } };

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Each_usable_model_is_one_line_with_price_capabilities_and_latency()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        server.SaysTokens(("{\"answer\":\"", 1), ("ok", 0.9), ("\"}", 1));
        Settings($$"""
            "good": {"Provider": "openai", "Model": "qwen", "Endpoint": "{{server.Endpoint}}", "ApiKeyVariable": "{{LlmFixture.KeyVariable}}",
              "Prices": [{"From": "2026-01-31", "InputUsdPerMillion": 2, "CachedInputUsdPerMillion": 0.5, "OutputUsdPerMillion": 8}], "Capabilities": {"Logprobs": true} },
            "local": {"Provider": "openai", "Model": "m", "Endpoint": "{{server.Endpoint}}", "Capabilities": {"JsonSchema": false, "Streaming": false} }
            """);

        var result = await _cli.RunAsync("models", "check", "--settings", "models.json", "--json", "check.json");

        result.ExitCode.ShouldBe(0, result.Error);
        var lines = result.Output.Trim().Split('\n');
        lines.Length.ShouldBe(5, "two here, and the three of the shipped settings");
        lines[0].ShouldBe("embed: hashed-ngrams hashed-ngrams: ready; price none: nobody is called; no call");
        lines[1].ShouldMatch(@"^good: openai qwen at 127\.0\.0\.1:[0-9]+: reachable; price \$2 in, \$0\.5 cached, \$8 out per million tokens since 2026-01-31; json schema, logprobs, streaming; [0-9.]+ m?s$");
        lines[2].ShouldBe("large: recorded large: ready; price none: nobody is called; json schema, streaming; no call");
        lines[3].ShouldMatch(@"^local: openai m at 127\.0\.0\.1:[0-9]+: reachable; price unknown; plain text only; [0-9.]+ m?s$");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(_cli.File("check.json"), TestContext.Current.CancellationToken))!.AsArray();
        ((string)json[1]!["alias"]!, (bool)json[1]!["reachable"]!).ShouldBe(("good", true));
        ((decimal)json[1]!["costUsd"]!).ShouldBe(0.0028m);
        Hidden(result, json.ToJsonString());
    }

    [Fact]
    public async Task A_model_is_asked_each_time_and_never_answered_for_by_the_cache()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        Settings($$"""
            "vectors": {"Kind": "Embedding", "Provider": "openai", "Model": "m", "Endpoint": "{{server.Endpoint}}"}
            """);

        for (var i = 0; i < 2; i++) (await _cli.RunAsync("models", "check", "--settings", "models.json")).ExitCode.ShouldBe(0);

        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Each_unusable_model_says_why_and_never_shows_the_key()
    {
        await using var refusing = await LoopbackOpenAi.StartAsync();
        await using var missing = await LoopbackOpenAi.StartAsync();
        await using var page = await LoopbackOpenAi.StartAsync();
        await using var poor = await LoopbackOpenAi.StartAsync();
        var down = await LoopbackOpenAi.StartAsync();
        var nobody = down.Endpoint;
        await down.DisposeAsync();
        refusing.Refuses(401, LlmFixture.Key);
        missing.Refuses(404, "model_not_found");
        page.SaysRaw("<html>Welcome</html>", "text/html");
        poor.Embeds(4, _ => float.NaN);
        string At(Uri endpoint) => $"\"Provider\": \"openai\", \"Model\": \"m\", \"Endpoint\": \"{endpoint}\", \"ApiKeyVariable\": \"{LlmFixture.KeyVariable}\"";
        Settings($$"""
            "down": { {{At(nobody)}} },
            "hole": { {{At(nobody)}}, "InputUsdPerMillion": 1 },
            "key-in-place-of-name": {"Provider": "openai", "Model": "m", "Endpoint": "https://models.example/v1", "ApiKeyVariable": "{{LlmFixture.Key}}"},
            "keyless": {"Provider": "azure-openai", "Model": "m", "Endpoint": "https://house.openai.azure.com/openai/v1/", "ApiKeyVariable": "UNSET_KEY"},
            "no-llm": { {{At(page.Endpoint)}} },
            "no-vectors": { "Kind": "Embedding", {{At(poor.Endpoint)}} },
            "small": {"Provider": "recorded", "Model": "nobody", "AnswersFile": "data/recorded-answers.jsonl"},
            "unauthorized": { {{At(refusing.Endpoint)}} },
            "unknown-model": { {{At(missing.Endpoint)}} }
            """);

        var result = await _cli.RunAsync("models", "check", "--settings", "models.json", "--json", "check.json");

        result.ExitCode.ShouldBe(2);
        result.Refusal.ShouldContain("9 of 11 models can't be used: down, hole, key-in-place-of-name, keyless, no-llm, no-vectors, small, unauthorized, unknown-model.");
        var lines = result.Output.Trim().Split('\n').ToDictionary(line => line.Split(':')[0]);
        lines["down"].ShouldContain("FAILED (model-unreachable)");
        lines["hole"].ShouldContain("HybridAi:Llm:Models:hole:OutputUsdPerMillion: A price has both sides");
        lines["key-in-place-of-name"].ShouldContain("never the key itself");
        lines["keyless"].ShouldContain("The environment variable UNSET_KEY is not set; it holds the key for house.openai.azure.com.");
        lines["no-llm"].ShouldContain("FAILED (model-answer-unreadable)");
        lines["no-vectors"].ShouldContain("something that is not a list of embeddings");
        lines["small"].ShouldContain("No answers of 'nobody' are recorded; the file has large, small.");
        lines["unauthorized"].ShouldContain("FAILED (model-unauthorized)");
        lines["unknown-model"].ShouldContain("404 (model_not_found)");
        lines["large"].ShouldContain("ready");
        Hidden(result, await File.ReadAllTextAsync(_cli.File("check.json"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("\"x\": {\"ApiKey\": \"KEY\"}", "There is no setting 'ApiKey'")]
    [InlineData("\"x\": {\"Credential\": \"KEY\"}", "HybridAi:Llm:Models:x:Credential: the value can't be read")]
    public async Task A_key_in_a_wrong_place_is_refused_by_its_place_alone(string model, string says)
    {
        Settings(model.Replace("KEY", LlmFixture.Key));

        var result = await _cli.RunAsync("models", "check", "--settings", "models.json");

        result.ExitCode.ShouldBe(2, result.Error);
        result.Refusal.ShouldContain(says);
        Hidden(result);
    }

    private static void Hidden(CliResult result, string more = "") => $"{result.Output}{result.Error}{more}".ShouldNotContain(LlmFixture.Key);

    private void Settings(string models) => _cli.Write("models.json", $$"""{"HybridAi": {"Llm": {"Models": { {{models}} } } } }""");
}
