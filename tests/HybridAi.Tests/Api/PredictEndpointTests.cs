using HybridAi.Curate.Labelling;
using HybridAi.Curate.Projects;
using HybridAi.Learning.Routing;
using HybridAi.Serve.Routing;
using HybridAi.Tests.Llm;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api;

/// <summary>A route from matched terms to a model behind a server, when the server or the money fails.</summary>
public sealed class PredictEndpointTests : IAsyncLifetime
{
    private const string Text = "The invoice is wrong";
    private LoopbackOpenAi _server = null!;
    private ApiBench _api = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await LoopbackOpenAi.StartAsync();
        _server.Says("""{"label":"login","confidence":0.9,"reason":"invoice"}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_says_what_was_expected_of_each_tier_and_whether_the_certificate_covers_it()
    {
        await StartAsync();

        var answer = (await PredictAsync(new { text = Text })).Ok();

        answer.GetProperty("label").GetString().ShouldBe("login");
        (answer.GetProperty("certified").GetBoolean(), answer.GetProperty("propensity").GetDouble()).ShouldBe((true, 1));
        answer.GetProperty("reason").EnumerateArray().Select(step => step.GetProperty("expected").GetDouble()).ShouldBe([0.5, 0.5]);
    }

    [Fact]
    public async Task A_tier_that_is_down_leaves_a_marked_answer()
    {
        await StartAsync();
        _server.Refuses(401);

        var answer = (await PredictAsync(new { text = Text })).Ok();

        answer.GetProperty("tier").GetString().ShouldBe("lexical");
        answer.GetProperty("degraded").GetProperty("code").GetString().ShouldBe("model-unauthorized");
        answer.GetProperty("certified").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_project_that_wants_no_such_answer_gets_a_refusal()
    {
        await StartAsync("--HybridAi:Prediction:FallbackByProject:mail=Refuse");
        _server.Refuses(401);

        var refused = await PredictAsync(new { text = Text });

        refused.Problem.ShouldBe((503, "route-degraded", null));
        refused.Detail.ShouldContain("model 'served'");
    }

    [Fact]
    public async Task Where_the_budget_is_gone_its_own_code_says_so_and_nothing_is_called()
    {
        await StartAsync("--HybridAi:Prediction:Fallback=Refuse");
        (await _api.PutAsync("/v1/budgets/project/mail/day", """{"capUsd":0.0000001}""", "application/json")).Ok();

        (await PredictAsync(new { text = Text })).Problem.ShouldBe((503, "budget-exhausted", null));

        _server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Limits_hold_for_the_request_and_for_single_texts()
    {
        await StartAsync();

        var answers = (await PredictAsync(new { maxCostUsd = 0, items = new object[] { new { text = Text }, new { text = Text, maxCostUsd = 1 } } })).Ok();

        answers.EnumerateArray().Select(answer => answer.GetProperty("tier").GetString()).ShouldBe(["lexical", "large-llm"]);
        answers[0].GetProperty("degraded").GetProperty("code").GetString().ShouldBe("cost-limit");
        _server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"text":"x","tier":"gpt"}""", "tier-unknown", "tier")]
    [InlineData("""{"text":"x","tier":"small-llm"}""", "tier-off-route", "tier")]
    [InlineData("""{"text":"x","maxLatencyMs":-5}""", "limit-out-of-range", "maxLatencyMs")]
    [InlineData("""{"text":"x","minTier":"lexical","tier":"lexical"}""", "limits-contradict", "minTier")]
    public async Task Limits_that_make_no_sense_are_refused(string body, string code, string place)
    {
        await StartAsync();

        (await _api.PostAsync("/v1/projects/mail/predict", body, "application/json")).Problem.ShouldBe((400, code, place));
    }

    [Fact]
    public async Task A_text_that_only_a_person_can_answer_is_accepted_and_the_person_s_word_is_read_where_the_answer_says()
    {
        await StartAsync(TierNames.Person, PersonLabeller.MemberName, 0.4m);

        var accepted = await PredictAsync(new { text = "Something else", tier = "person" });
        var answer = accepted.Ok(System.Net.HttpStatusCode.Accepted);
        var record = answer.GetProperty("askedRecord").GetString();
        (await _api.GetAsync($"/v1/projects/mail/asked/{record}")).Ok().GetProperty("state").GetString().ShouldBe("waiting");
        (await _api.PostAsync($"/v1/projects/mail/review/{record}/correct", new { annotator = "ann", label = "login" })).Ok();

        var asked = (await _api.GetAsync($"/v1/projects/mail/asked/{record}")).Ok();
        (asked.GetProperty("state").GetString(), asked.GetProperty("label").GetString()).ShouldBe(("answered", "login"));
        (await PredictAsync(new { text = "Something else", tier = "person" })).Ok().GetProperty("label").GetString().ShouldBe("login");
        (await _api.GetAsync("/v1/projects/mail/asked/nothing")).Problem.ShouldBe((404, "record-unknown", null));
    }

    private Task<Answer> PredictAsync(object request) => _api.PostAsync("/v1/projects/mail/predict", request);

    private Task StartAsync(params string[] settings) => StartAsync(TierNames.LargeLlm, "llm:served", 0.003m, settings);

    private async Task StartAsync(string tier, string labeller, decimal price, params string[] settings)
    {
        _api = await ApiBench.StartAsync([
            "--HybridAi:Llm:Models:served:Provider=openai", $"--HybridAi:Llm:Models:served:Endpoint={_server.Endpoint}", "--HybridAi:Llm:Models:served:Model=m",
            "--HybridAi:Llm:Models:served:InputUsdPerMillion=2", "--HybridAi:Llm:Models:served:OutputUsdPerMillion=10", .. settings,
        ]);
        await _api.SeedMailAsync();
        await _api.RunAsync("/v1/projects/mail/labelling-runs", new { labeller = "lexical" });
        var dataset = (await _api.PostAsync("/v1/projects/mail/datasets", new { })).Ok(System.Net.HttpStatusCode.Created).GetProperty("hash").GetString()!;
        var project = (await _api.Services.GetRequiredService<ProjectStore>().FindAsync("mail", Cancellation)).Value;
        var (lexical, last) = (await StepAsync("lexical", "lexical", 0), await StepAsync(tier, labeller, price));
        var route = new Route(
            project.Definition, project.Version, [lexical, last], new(RoutingPolicy.ByConfidence(LabelSpace.Of(2), [1, null])), ["bill", "login"],
            new(last.Tier, last.Labeller, last.LabellerVersion, last.CostPerCallUsd), null, dataset,
            new(RouteCertificate.Nothing(new(), "Made by hand.") with { State = CertificateState.Certified }, [], null, null, []));
        var routes = _api.Services.GetRequiredService<RouteStore>();
        await routes.MakeLiveAsync("mail", (await routes.SaveAsync(route, Cancellation)).Hash, "test", Cancellation);

        async Task<RouteStep> StepAsync(string tier, string name, decimal cost)
        {
            ILabeller labeller = (await _api.Services.GetRequiredService<OpenLabeller>()(project.Definition, dataset, name, Cancellation)).Value;
            return new(tier, labeller.Name, labeller.Version, null, cost);
        }
    }
}
