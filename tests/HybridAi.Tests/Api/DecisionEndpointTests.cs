using HybridAi.Serve.Decisions;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api;

/// <summary>Decisions, audits and what-if over HTTP.</summary>
public sealed class DecisionEndpointTests : IAsyncLifetime
{
    private const string Mail = "/v1/projects/mail";
    private ApiBench _api = null!;
    private string _route = "";

    public async ValueTask InitializeAsync()
    {
        // The host looks at the queue once, when it is empty, and leaves the rest to the test.
        _api = await ApiBench.StartAsync("--HybridAi:Decisions:AuditShare=1", "--HybridAi:Decisions:PollSeconds=300", "--HybridAi:Decisions:AuditBy=People");
        await _api.SeedMailAsync();
        await _api.RunAsync($"{Mail}/labelling-runs", new { labeller = "lexical" });
        (await _api.PostAsync($"{Mail}/datasets", new { })).Ok(System.Net.HttpStatusCode.Created);
        await _api.RunAsync($"{Mail}/routes", new { tiers = new[] { new { tier = "lexical" } } });
        _route = (await _api.GetAsync($"{Mail}/routes/live")).Ok().GetProperty("hash").GetString()!;
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Decisions_are_listed_without_texts_and_a_person_ends_the_audit()
    {
        const string text = "the invoice for my payment is wrong";
        await _api.PostAsync($"{Mail}/predict", new { items = new[] { new { id = "a", text }, new { id = "b", text } } });

        var listed = await _api.GetAsync($"{Mail}/decisions?limit=1");
        var newest = listed.Ok()[0];
        var older = (await _api.GetAsync($"{Mail}/decisions?before={newest.GetProperty("seq").GetInt64()}")).Ok();
        older.GetArrayLength().ShouldBe(1);
        listed.Text.ShouldNotContain(text);
        while (await _api.Services.GetRequiredService<AuditRunner>().RunDueAsync(TestContext.Current.CancellationToken) > 0)
        {
        }

        var id = newest.GetProperty("id").GetString();
        (await _api.GetAsync($"{Mail}/decisions/audits/waiting")).Ok()[0].GetProperty("text").GetString().ShouldBe(text);
        (await _api.PostAsync($"{Mail}/decisions/{id}/gold", new { annotator = "ada", label = "lunch" })).Problem.ShouldBe((400, "label-unknown", "label"));
        (await _api.PostAsync($"{Mail}/decisions/{id}/gold", new { annotator = "ada", label = newest.GetProperty("label").GetString() })).Ok();

        var decision = (await _api.GetAsync($"{Mail}/decisions/{id}")).Ok();
        decision.GetProperty("gold").GetString().ShouldBe(decision.GetProperty("label").GetString());
        decision.GetProperty("audit").GetProperty("state").GetString().ShouldBe("done");
        var figures = (await _api.GetAsync($"{Mail}/decisions/audits?route={_route}")).Ok();
        (figures.GetProperty("drawn").GetInt32(), figures.GetProperty("waiting").GetInt32(), figures.GetProperty("agreement").GetDouble()).ShouldBe((2, 1, 1.0));
        (await _api.GetAsync($"{Mail}/decisions/none")).Problem.ShouldBe((404, "decision-unknown", null));
        (await _api.GetAsync("/v1/projects/nobody/decisions")).Problem.Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_what_if_says_what_it_can_and_why_it_can_not()
    {
        (await WhatIfAsync("none", new { })).Problem.ShouldBe((404, "route-unknown", null));
        (await WhatIfAsync(_route, new { })).Problem.ShouldBe((409, "decisions-missing", null));
        (await WhatIfAsync(_route, new { from = "2030-01-02T00:00:00Z", until = "2030-01-01T00:00:00Z" })).Problem.ShouldBe((400, "period-empty", "from"));
        await _api.PostAsync($"{Mail}/predict", new { items = Enumerable.Range(0, 60).Select(i => new { id = $"i{i}", text = $"the invoice is wrong {i}" }) });

        (await WhatIfAsync(_route, new { measure = "gold" })).Problem.ShouldBe((409, "overlap-missing", null));
        var report = (await WhatIfAsync(_route, new { })).Ok();

        // The one tier is its own reference.
        report.GetProperty("right").GetProperty("value").GetDouble().ShouldBe(1, 1e-9);
        report.GetProperty("decisions").GetInt32().ShouldBe(60);
    }

    private Task<Answer> WhatIfAsync(string route, object request) => _api.PostAsync($"{Mail}/routes/{route}/what-if", request);
}
