using System.Text.Json;
using HybridAi.Llm.Gateway;
using HybridAi.Tests.Llm.Loopback;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api.OpenAi;

/// <summary><c>POST /v1/embeddings</c> goes through the whole gateway and says no as OpenAI does.</summary>
public sealed class EmbeddingFrontTests : IAsyncLifetime
{
    private const string Hello = """{"model":"embed","input":["hello","world"]}""";
    private FrontBench _front = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _front = await FrontBench.StartAsync(
        "--HybridAi:Llm:Models:embed:Retry:MostAttempts=1", "--HybridAi:Llm:Models:embed:ContextTokens=100", "--HybridAi:Llm:Models:embed:TimeoutSeconds=1");

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    [Fact]
    public async Task Equal_texts_are_paid_once_and_the_usage_is_what_was_paid()
    {
        using var first = await EmbedAsync(Hello);
        using var second = await EmbedAsync("""{"model":"embed","input":["world","hello"]}""");

        (Header(first, "x-hybridai-cost-usd"), Header(second, "x-hybridai-cost-usd")).ShouldBe(("0.00004", "0"));
        (Header(second, "x-hybridai-model"), Header(second, "x-hybridai-asked-model")).ShouldBe(("embed", "embed"));
        var (one, other) = (await JsonAsync(first), await JsonAsync(second));
        one.GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBe(20);
        other.GetProperty("usage").GetProperty("prompt_tokens").GetInt32().ShouldBe(0);
        First(other, 0).ShouldBe(First(one, 1));
        _front.Provider.Requests.Count.ShouldBe(1);
        (await _front.LinesAsync(2)).Select(line => line.Outcome).ShouldBe(["ok", "cache-hit"]);
    }

    [Fact]
    public async Task Over_the_budget_it_is_429_until_the_budget_renews_and_no_client_tries_again_before()
    {
        await _front.Api.Services.GetRequiredService<BudgetStore>().SetAsync(new(new(BudgetScope.Project, "default", BudgetPeriod.Day), 0), Cancellation);

        using var refused = await EmbedAsync(Hello);

        (await ErrorAsync(refused)).ShouldBe((429, "insufficient_quota", "insufficient_quota"));
        Header(refused, "x-should-retry").ShouldBe("false");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        refused.Headers.Contains("x-hybridai-model").ShouldBeFalse();
        _front.Provider.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("429", 429, "rate_limit_error", "rate_limit_exceeded")]
    [InlineData("500", 503, "server_error", "model_unavailable")]
    [InlineData("hang", 504, "server_error", "model_timeout")]
    [InlineData("no JSON", 502, "server_error", "model_answer_unreadable")]
    public async Task What_a_provider_does_wrong_is_told_in_openai_s_words(string fault, int status, string type, string code)
    {
        _front.Provider.Always(fault switch
        {
            "429" => LoopbackFaults.RateLimited(TimeSpan.FromSeconds(7)),
            "500" => LoopbackFaults.Status(500),
            "hang" => LoopbackFaults.Hang,
            _ => LoopbackFaults.WrongContentType,
        });

        using var refused = await EmbedAsync(Hello);

        (await ErrorAsync(refused)).ShouldBe((status, type, code));
        if (fault == "429") refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_named_by_its_place()
    {
        using var refused = await EmbedAsync(JsonSerializer.Serialize(new { model = "embed", input = new[] { "short", string.Join(' ', Enumerable.Repeat("word", 200)) } }));

        (await ErrorAsync(refused)).ShouldBe((400, "invalid_request_error", "context_length_exceeded"));
        (await JsonAsync(refused)).GetProperty("error").GetProperty("param").GetString().ShouldBe("input[1]");
    }

    private Task<HttpResponseMessage> EmbedAsync(string body) => _front.PostAsync("/v1/embeddings", body, "application/json");

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).ShouldHaveSingleItem();

    private static float First(JsonElement list, int index) => list.GetProperty("data")[index].GetProperty("embedding")[0].GetSingle();

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;

    private static async Task<(int Status, string? Type, string? Code)> ErrorAsync(HttpResponseMessage answer)
    {
        var error = (await JsonAsync(answer)).GetProperty("error");
        return ((int)answer.StatusCode, error.GetProperty("type").GetString(), error.GetProperty("code").GetString());
    }
}
