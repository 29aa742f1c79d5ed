using System.Globalization;
using System.Text;

namespace HybridAi.Tests.Api;

/// <summary>Doubts, accepting without a look, and reliability over HTTP.</summary>
public sealed class DoubtEndpointTests : IAsyncLifetime
{
    private const string Mail = "/v1/projects/mail";
    private ApiBench _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiBench.StartAsync();
        await _api.SeedMailAsync();
        var rows = new StringBuilder("id,text\n");
        for (var i = 0; i < 60; i++) rows.Append(CultureInfo.InvariantCulture, $"m{i},{(i % 2 == 0 ? "the invoice for my payment is wrong" : "the password for my account fails")} {i}\n");
        (await _api.PostAsync($"{Mail}/ingestions", rows.ToString(), "text/csv")).Ok();
        await _api.RunAsync($"{Mail}/labelling-runs", new { labeller = "lexical" });
        await _api.PutAsync($"{Mail}/review/settings", new { blindShare = 0, goldShare = 0 });
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Doubts_are_estimated_by_a_job_and_listed_with_their_parts_and_confidences()
    {
        (await _api.GetAsync($"{Mail}/review/doubts")).Ok().GetArrayLength().ShouldBe(0);

        await _api.RunAsync($"{Mail}/review/doubts", new { });

        var worst = (await _api.GetAsync($"{Mail}/review/doubts?limit=3")).Ok();
        worst.GetArrayLength().ShouldBe(3);
        worst[0].GetProperty("score").GetDouble().ShouldBeGreaterThanOrEqualTo(worst[2].GetProperty("score").GetDouble());
        worst[0].GetProperty("parts").TryGetProperty("student", out _).ShouldBeTrue();
        worst[0].GetProperty("confidences").TryGetProperty("student-margin", out _).ShouldBeTrue();
        (await _api.GetAsync("/v1/projects/nobody/review/doubts")).Problem.Status.ShouldBe(404);
    }

    [Fact]
    public async Task Audits_bring_acceptance_and_the_report_names_the_next_one()
    {
        const string rule = $"{Mail}/review/auto-accept";
        (await _api.GetAsync(rule)).Problem.ShouldBe((404, "auto-accept-not-set", null));
        (await _api.PutAsync(rule, new { precision = 0.8 })).Problem.ShouldBe((409, "doubts-missing", null));
        (await _api.PutAsync(rule, new { precision = 2 })).Problem.Status.ShouldBe(400);
        await _api.RunAsync($"{Mail}/review/doubts", new { });

        var report = (await _api.PutAsync(rule, new { precision = 0.8, confidence = 0.8, audits = 15 })).Ok();

        report.GetProperty("state").GetString().ShouldBe("auditing");
        for (var audit = 0; audit < 15; audit++)
        {
            var id = report.GetProperty("nextAudit").GetString()!;
            var label = (await _api.GetAsync($"{Mail}/review/doubts?limit=1000")).Ok().EnumerateArray()
                .Single(doubt => doubt.GetProperty("recordId").GetString() == id).GetProperty("label").GetString();
            (await _api.PostAsync($"{Mail}/review/{id}/correct", new { annotator = "ada", label, blind = true })).Ok();
            report = (await _api.GetAsync(rule)).Ok();
        }

        report.GetProperty("state").GetString().ShouldBe("accepting");
        report.GetProperty("accepted").GetInt32().ShouldBeGreaterThan(0);
        report.GetProperty("verdict").GetProperty("stands").GetProperty("wrong").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Reliability_counts_blind_review_only()
    {
        (await _api.PostAsync($"{Mail}/review/m0/correct", new { annotator = "ada", label = "bill", blind = true })).Ok();
        (await _api.PostAsync($"{Mail}/review/m1/correct", new { annotator = "ada", label = "login" })).Ok();

        var report = (await _api.GetAsync($"{Mail}/labels/reliability?labeller=lexical")).Ok();

        report.GetProperty("reviewed").GetInt32().ShouldBe(1);
        report.GetProperty("sources")[0].GetProperty("source").GetString().ShouldBe("own");
        report.GetProperty("sources")[0].GetProperty("rows").GetInt32().ShouldBe(1);
        (await _api.GetAsync($"{Mail}/labels/reliability?labeller=nobody")).Problem.ShouldBe((404, "labeller-unknown", null));
    }
}
