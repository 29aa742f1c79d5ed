using System.Net;
using System.Text.Json;
using HybridAi.Tests.Llm.Loopback;

namespace HybridAi.Tests.Api.OpenAi;

/// <summary>A caller is told who answered and who was asked, and so is the ledger.</summary>
public sealed class ServedByTests : IAsyncLifetime
{
    private FrontBench _front = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
        => _front = await FrontBench.StartAsync("--HybridAi:Llm:Models:cheap:Failover:0=dear", "--HybridAi:Llm:Models:cheap:Retry:MostAttempts=1", "--HybridAi:Llm:Models:dear:Retry:MostAttempts=1");

    public ValueTask DisposeAsync() => _front.DisposeAsync();

    [Theory]
    [InlineData("cheap", false)]
    [InlineData("cheap", true)]
    [InlineData("auto", false)]
    [InlineData("auto", true)]
    public async Task Where_another_model_stood_in_headers_body_and_ledger_name_it(string asked, bool streams)
    {
        _front.Provider.Then(LoopbackFaults.Status(500));

        using var answer = await _front.ChatAsync(JsonSerializer.Serialize(new { model = asked, stream = streams, messages = new[] { new { role = "user", content = "Hello" } } }));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("x-hybridai-model").ShouldBe(["dear"]);
        answer.Headers.GetValues("x-hybridai-asked-model").ShouldBe([asked]);
        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        body.ShouldContain("\"model\":\"dear\"");
        body.ShouldNotContain("\"model\":\"cheap\"");
        (await _front.LinesAsync(2)).Select(line => $"{line.Model} {line.Outcome}").ShouldBe(["cheap model-unavailable", "dear ok"]);
    }

    [Fact]
    public async Task Where_nobody_answered_nobody_is_named_and_the_refusal_says_why_none_stood_in()
    {
        _front.Provider.Always(LoopbackFaults.Status(500));
        using var answer = await _front.ChatAsync(
            """{"model":"cheap","max_tokens":200,"messages":[{"role":"user","content":"Hello"}],"seed":1}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.Contains("x-hybridai-model").ShouldBeFalse();
        answer.Headers.GetValues("x-hybridai-asked-model").ShouldBe(["cheap"]);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain("No other model took its place: 'dear' failed (model-unavailable).");
    }
}
