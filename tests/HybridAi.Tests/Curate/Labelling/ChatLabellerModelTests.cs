using HybridAi.Curate.Labelling;
using HybridAi.Llm;
using HybridAi.Llm.Tokens;
using HybridAi.Storage;
using HybridAi.Tests.Llm;
using static HybridAi.Tests.Curate.Labelling.ChatLabellerTests;

namespace HybridAi.Tests.Curate.Labelling;

/// <summary>What the labeller makes of what its model can and can't do: a second attempt, token probabilities, schemas, long texts.</summary>
public sealed class ChatLabellerModelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_broken_answer_is_shown_its_fault_once_and_both_calls_are_paid_and_recorded()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.SaysInTurn("""{"label":"urgent"}""", """{"label":"lost_parcel","confidence":0.9,"reason":"gone"}""");

        var proposal = await Labeller(fixture.OpenAi(server.Endpoint), repair: true).ProposeAsync(Request("my parcel is gone"), Cancellation);

        (proposal.Label, proposal.CostUsd, proposal.ConfidenceSource).ShouldBe(("lost_parcel", 0.006m, ConfidenceSource.Stated));
        proposal.Reason.ShouldStartWith("gone [second attempt: The answer breaks its schema: label: 'urgent' is none of ");
        (await fixture.Ledger.ReadAsync(SampleData.Project.Name, LedgerKind.ModelCall, Cancellation)).Select(line => (line.Outcome, line.CostUsd, line.RecordId)).ShouldBe([("ok", 0.003m, "record-1"), ("ok", 0.003m, "record-1")]);
        var messages = server.Requests.Last().Json.GetProperty("messages");
        messages.GetArrayLength().ShouldBe(4);
        messages[2].GetProperty("content").GetString().ShouldBe("""{"label":"urgent"}""");
        messages[3].GetProperty("content").GetString().ShouldNotBeNull().ShouldContain("label: 'urgent' is none of");
    }

    [Fact]
    public async Task A_second_broken_answer_is_a_fault_that_names_both()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.SaysInTurn("lost parcel", """{"label":"urgent"}""");

        var proposal = await Labeller(fixture.OpenAi(server.Endpoint), repair: true).ProposeAsync(Request("my parcel is gone"), Cancellation);

        (proposal.Fault!.Code, proposal.CostUsd).ShouldBe(("answer-off-schema", 0.006m));
        proposal.Reason.ShouldContain("'urgent'");
        proposal.Reason.ShouldContain("holds no JSON object");
        server.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("length", "{\"label\":\"lost_par")]
    [InlineData("content_filter", "")]
    public async Task What_a_second_attempt_would_not_mend_is_not_asked_again(string finish, string content)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Says(content, finish);

        (await Labeller(fixture.OpenAi(server.Endpoint), repair: true).ProposeAsync(Request("gone"), Cancellation)).Fault.ShouldNotBeNull();

        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_the_model_weighs_its_tokens_the_label_s_probability_is_the_confidence(bool streams)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.SaysTokens(("{\"", 1), ("label", 0.5), ("\":\"", 0.5), ("lost", 0.9), ("_par", 0.8), ("cel\",\"confidence\":0.99}", 1));
        var model = fixture.OpenAi(server.Endpoint);
        model = model with { Options = With(model.Options, weighs: true), Client = streams ? new ByStreaming(model.Client) : model.Client };

        var proposal = await Labeller(model).ProposeAsync(Request("gone"), Cancellation);

        proposal.Confidence.ShouldBe(0.72, 1e-6);
        proposal.ConfidenceSource.ShouldBe(ConfidenceSource.TokenProbability);
        proposal.Reason.ShouldContain("probability of the label's tokens; the model says 0.99");
    }

    [Fact]
    public async Task A_model_that_weighs_nothing_is_not_asked_to_and_its_word_counts()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.SaysTokens(("{\"label\":\"lost_parcel\",\"confidence\":0.99}", 0.3));

        var proposal = await Labeller(fixture.OpenAi(server.Endpoint)).ProposeAsync(Request("gone"), Cancellation);

        (proposal.Confidence, proposal.ConfidenceSource).ShouldBe((0.99, ConfidenceSource.Stated));
        server.Requests.Single().Json.TryGetProperty("logprobs", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_model_that_holds_to_no_schema_is_sent_none()
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Says("""Here: {"label":"lost_parcel"}""");
        var model = fixture.OpenAi(server.Endpoint);
        model = model with { Options = With(model.Options, holdsSchemas: false) };

        (await Labeller(model).ProposeAsync(Request("gone"), Cancellation)).Label.ShouldBe("lost_parcel");

        server.Requests.Single().Json.TryGetProperty("response_format", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(LongTextRule.Refuse, null)]
    [InlineData(LongTextRule.CutEnd, "text cut at its end: ")]
    [InlineData(LongTextRule.CutMiddle, "text cut at its middle: ")]
    public async Task A_text_that_is_too_long_is_refused_or_cut_by_a_named_rule_and_never_silently(LongTextRule rule, string? said)
    {
        await using var server = await LoopbackOpenAi.StartAsync();
        using var fixture = await LlmFixture.CreateAsync();
        server.Says("""{"label":"lost_parcel","confidence":0.9,"reason":"gone"}""");
        var text = $"FIRST 📦 {string.Concat(Enumerable.Repeat("word 📦 ", 20_000))}LAST";
        var model = fixture.Catalogue(("large", With(fixture.OpenAi(server.Endpoint).Options, context: 4_000, rule: rule))).Find("large").Value;

        var proposal = await Labeller(model).ProposeAsync(Request(text), Cancellation);

        if (said is null)
        {
            (proposal.Fault!.Code, proposal.CostUsd).ShouldBe(("context-too-long", 0m));
            proposal.Reason.ShouldContain("'large' takes 4,000");
            server.Requests.ShouldBeEmpty();
            return;
        }

        proposal.Reason.ShouldContain($"[{said}");
        var sent = server.Requests.Single().Json.GetProperty("messages")[1].GetProperty("content").GetString()!;
        sent.Contains("FIRST").ShouldBeTrue();
        sent.Contains("LAST").ShouldBe(rule == LongTextRule.CutMiddle);
        sent.ShouldNotContain("\uFFFD");
        TokenEstimator.Count(sent).ShouldBeInRange(1_000, 4_000);
    }

    private static ModelOptions With(
        ModelOptions options, bool holdsSchemas = true, bool weighs = false, int? context = null, LongTextRule rule = LongTextRule.Refuse) => new()
    {
        Provider = options.Provider, Model = options.Model, Endpoint = options.Endpoint, ApiKeyVariable = options.ApiKeyVariable,
        InputUsdPerMillion = options.InputUsdPerMillion, OutputUsdPerMillion = options.OutputUsdPerMillion,
        ContextTokens = context, LongText = rule, Capabilities = new() { JsonSchema = holdsSchemas, Logprobs = weighs },
    };
}
