using HybridAi.Llm;
using HybridAi.Llm.Gateway;
using HybridAi.Tests.Storage;
using Microsoft.Extensions.AI;

namespace HybridAi.Tests.Llm.Gateway;

public sealed class SemanticCacheTests
{
    private const string Question = "Where is the card that I ordered last week?";
    private const string Similar = "Where is the card that I ordered last week";
    private const string Other = "Please close my account";

    private static CancellationToken Cancellation => GatewayBench.Cancellation;

    [Theory]
    [InlineData("sqlite", false)]
    [InlineData("sqlite", true)]
    [InlineData("postgres", false)]
    public async Task A_similar_question_gets_the_kept_answer_and_everybody_can_see_it(string database, bool streams)
    {
        await using var bench = await BenchAsync(database);
        var client = await CalibratedAsync(bench);

        (await AskAsync(client, Question, streams)).IsSemanticHit().ShouldBeFalse();
        var similar = await AskAsync(client, Similar, streams);

        (similar.Text, similar.CostUsd(), similar.IsFromCache(), similar.IsSemanticHit()).ShouldBe(("answer 1", 0m, true, true));
        (await AskAsync(client, Other, streams)).Text.ShouldBe("answer 2");
        (await AskAsync(client, Question, streams)).IsSemanticHit().ShouldBeFalse("an equal call is the exact cache's");
        (await bench.LinesAsync()).Select(line => line.Outcome).ShouldBe(["ok", "semantic-hit", "ok", "cache-hit"]);
        (await AskAsync(client, Similar, streams)).IsSemanticHit().ShouldBeTrue("it is never kept as the question's own answer");
    }

    [Fact]
    public async Task Only_the_user_s_text_may_differ()
    {
        await using var bench = await BenchAsync();
        var client = await CalibratedAsync(bench);
        await CalibrateAsync(bench, "other");
        await AskAsync(client, Question);

        (await AskAsync(client, Similar, project: "other")).IsSemanticHit().ShouldBeFalse("another project");
        (await AskAsync(client, Similar, tenant: "acme")).IsSemanticHit().ShouldBeFalse("another tenant");
        (await AskAsync(client, Similar, system: "Answer in French.")).IsSemanticHit().ShouldBeFalse("another prompt");
        (await AskAsync(client, Similar, change: options => options.MaxOutputTokens = 7)).IsSemanticHit().ShouldBeFalse("other settings");
        (await AskAsync(client, Similar, change: options => options.ResponseFormat = ChatResponseFormat.Json)).IsSemanticHit().ShouldBeFalse("another form");
        (await AskAsync(client, $"{Question}?!")).IsSemanticHit().ShouldBeTrue(string.Join('\n', bench.Logs.Lines));
    }

    [Fact]
    public async Task Nothing_is_shared_without_a_threshold_or_after_the_embedding_model_changed()
    {
        await using var bench = await BenchAsync();
        var client = Client(bench);
        await AskAsync(client, Question);
        (await AskAsync(client, Similar)).IsSemanticHit().ShouldBeFalse();

        await CalibrateAsync(bench, "mail");
        var calibration = (await Calibrations(bench).FindAsync("mail", Cancellation)).ShouldNotBeNull();

        calibration.Idle(bench.CacheOptions.Semantic, calibration.EmbeddingVersion).ShouldBeNull();
        calibration.Idle(bench.CacheOptions.Semantic, "another").ShouldNotBeNull().ShouldContain("calibrate again");
        calibration.Idle(new() { Enabled = true, MaxFalseHitRate = 0.0001 }, calibration.EmbeddingVersion).ShouldBe("the settings ask for more than was shown");
        calibration.Idle(new(), calibration.EmbeddingVersion).ShouldBe("off in the settings");
    }

    [Fact]
    public async Task Audited_hits_are_asked_for_all_the_same_and_wrong_ones_stop_the_sharing()
    {
        await using var bench = await BenchAsync();
        bench.CacheOptions.Semantic.AuditShare = 1;
        var client = await CalibratedAsync(bench);
        await AskAsync(client, Question);

        var audited = await AskAsync(client, Similar);

        (audited.Text, audited.IsSemanticHit()).ShouldBe(("answer 2", false));
        var calibration = (await Calibrations(bench).FindAsync("mail", Cancellation)).ShouldNotBeNull();
        (calibration.Audits, calibration.FalseAudits, calibration.AuditedFalseHitRate).ShouldBe((1, 1, 1.0));
        calibration.Idle(bench.CacheOptions.Semantic, calibration.EmbeddingVersion).ShouldNotBeNull().ShouldContain("stopped");
    }

    [Fact]
    public async Task Failures_and_refused_answers_are_never_shared()
    {
        await using var bench = await BenchAsync();
        var client = await CalibratedAsync(bench);
        bench.Model.Answer = (call, _) => call == 1
            ? Task.FromResult(FakeModel.Says("no", finish: ChatFinishReason.ContentFilter))
            : throw new ModelCallException(Fault.Unavailable("model-unavailable", "down"));

        await AskAsync(client, Question);
        (await Should.ThrowAsync<ModelCallException>(AskAsync(client, Similar))).Fault.Code.ShouldBe("model-unavailable");

        (await Questions(bench).CountAsync(Cancellation)).ShouldBe(0);
    }

    [Theory, ClassData(typeof(EveryDatabase))]
    public async Task Questions_live_as_long_as_their_answers_and_are_bounded(string database)
    {
        await using var bench = await BenchAsync(database);
        bench.CacheOptions.MaxAnswers = 100;
        bench.CacheOptions.Semantic.MaxQuestions = 3;
        var client = await CalibratedAsync(bench);
        for (var i = 0; i < 5; i++) await AskAsync(client, $"{i}{i}{i}{i}{i}{i}");
        (await Questions(bench).CountAsync(Cancellation)).ShouldBeLessThan(6);
        await Questions(bench).PurgeAsync(Cancellation);
        (await Questions(bench).CountAsync(Cancellation)).ShouldBe(3);

        bench.Clock.Advance(TimeSpan.FromHours(bench.CacheOptions.Hours));
        await Questions(bench).PurgeAsync(Cancellation);

        (await Questions(bench).CountAsync(Cancellation)).ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"label":"bill","reason":"a"}""", """{"label": "bill", "reason": "b"}""", true)]
    [InlineData("""{"label":"bill","reason":"a"}""", """{"label":"login","reason":"a"}""", false)]
    [InlineData("""{"label":"bill"}""", "bill", false)]
    public void Answers_by_a_schema_agree_when_their_choices_do(string one, string other, bool same)
    {
        var schema = System.Text.Json.JsonDocument.Parse("""{"properties":{"label":{"enum":["bill","login"]},"reason":{"type":"string"}}}""").RootElement;

        SemanticAgreement.Same(new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "label") }, one, other).ShouldBe(same);
        SemanticAgreement.Same(null, " Yes,  it is", "yes, it IS ").ShouldBeTrue();
    }

    private static async Task<GatewayBench> BenchAsync(string database = "sqlite")
    {
        var bench = await GatewayBench.CreateAsync(database);
        bench.CacheOptions.MaxAnswers = 100;
        bench.CacheOptions.Semantic.Enabled = true;
        bench.CacheOptions.Semantic.AuditShare = 0;
        return bench;
    }

    private static async Task<IChatClient> CalibratedAsync(GatewayBench bench)
    {
        await CalibrateAsync(bench, "mail");
        return Client(bench);
    }

    private static Task<SemanticCalibration> CalibrateAsync(GatewayBench bench, string project) => Calibrations(bench).SaveAsync(
        project, Embedder(), new(0.9, 0.02, 0.01, 0.95, 1_000, 667, 300, 0, 0.45), Cancellation);

    private static IChatClient Client(GatewayBench bench) => bench.Client(
        budgets: false, cache: true,
        semantic: new SemanticCache(bench.CacheOptions.Semantic, () => Embedder(), Calibrations(bench), Questions(bench), bench.Cache));

    private static SemanticEmbedder Embedder() => SemanticEmbedder.Open(null, _ => Fault.NotFound("model-unknown", "none")).Value;

    private static SemanticCalibrationStore Calibrations(GatewayBench bench) => new(bench.Test.Database, bench.Clock);

    private static SemanticQuestionStore Questions(GatewayBench bench) => new(bench.Test.Database, bench.CacheOptions.Semantic, bench.Clock);

    private static Task<ChatResponse> AskAsync(
        IChatClient client, string text, bool streams = false, string project = "mail", string? tenant = null, string system = "Answer.", Action<ChatOptions>? change = null)
    {
        var options = GatewayBench.Options(GatewayBench.Call(project, tenant: tenant) with { Input = text });
        change?.Invoke(options);
        return (streams ? new ByStreaming(client) : client).GetResponseAsync([new(ChatRole.System, system), new(ChatRole.User, $"Question: {text}")], options, Cancellation);
    }
}
