using HybridAi.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace HybridAi.Tests.Api;

/// <summary>The three reports over HTTP, as JSON, as a table and as a page.</summary>
public sealed class ReportsEndpointTests : IAsyncLifetime
{
    private ApiBench _api = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiBench.StartAsync();
        await _api.SeedMailAsync();
        await _api.Services.GetRequiredService<Ledger>().AppendAsync(
            [
                Line(LedgerKind.ModelCall, "prediction", 0.25m, null) with { Key = "shop", Tenant = "<b>acme, \"inc\"</b>" },
                Line(LedgerKind.Prediction, "classical", 0m, 0.002m), Line(LedgerKind.Prediction, "large-llm", 0.005m, 0.002m),
            ], Cancellation);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Cost_is_told_in_every_cut_with_a_loss_as_a_loss()
    {
        var report = (await _api.GetAsync("/v1/reports/cost?project=mail")).Ok();

        report.GetProperty("total").GetProperty("costUsd").GetDecimal().ShouldBe(0.25m);
        report.GetProperty("byKey")[0].GetProperty("name").GetString().ShouldBe("shop");
        report.GetProperty("byTier").GetArrayLength().ShouldBe(2);
        report.GetProperty("savings")[0].GetProperty("estimate").GetProperty("savedUsd").GetDecimal().ShouldBe(-0.001m);
        report.GetProperty("notes").GetRawText().ShouldContain("no forecast");
    }

    [Fact]
    public async Task Latency_is_held_against_the_objective_that_is_asked_for()
    {
        var line = (await _api.GetAsync("/v1/reports/latency?withinMs=5&share=0.5")).Ok().GetProperty("lines")[0];

        (line.GetProperty("tier").GetString(), line.GetProperty("p50Ms").GetDouble(), line.GetProperty("attained").GetBoolean()).ShouldBe(("classical", 12.0, false));
        (await _api.GetAsync("/v1/reports/latency?withinMs=20")).Ok().GetProperty("lines")[0].GetProperty("attained").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Quality_without_an_audit_claims_nothing()
        => (await _api.GetAsync("/v1/reports/quality")).Ok().GetProperty("byProject").GetArrayLength().ShouldBe(0);

    [Theory]
    [InlineData("cost", "part,name,count,costUsd", "tenant,\"<b>acme, \"\"inc\"\"</b>\",1,0.25")]
    [InlineData("latency", "project,tier,model", "mail,classical,model,1")]
    [InlineData("quality", "project,tier,decisions", "")]
    public async Task Each_is_a_table_too(string name, string head, string line)
    {
        var table = await _api.GetAsync($"/v1/reports/{name}", "text/csv");

        table.ContentType.ShouldBe("text/csv");
        table.Text.ShouldStartWith(head);
        table.Text.ShouldContain(line);
    }

    [Fact]
    public async Task The_page_needs_nothing_else_and_escapes_what_it_shows()
    {
        var page = await _api.GetAsync("/v1/reports/page?project=mail");

        page.ContentType.ShouldBe("text/html");
        page.Text.ShouldContain("<svg");
        page.Text.ShouldContain("&lt;b&gt;acme");
        foreach (var needed in (string[])["<script", "<link", "src=", "http://", "https://", "<b>acme"]) page.Text.ShouldNotContain(needed);
    }

    [Fact]
    public async Task The_first_page_says_how_each_project_is_and_leads_to_its_report()
    {
        var page = await _api.GetAsync("/", "text/html");

        page.Text.ShouldContain("No route yet");
        page.Text.ShouldContain("0 predictions in 24 hours");
        page.Text.ShouldContain("href=\"/v1/reports/page?project=mail\"");
        page.Text.ShouldContain("href=\"/v1/reports/page\"");
    }

    [Theory]
    [InlineData("cost?project=nobody", 404, "project-unknown", "project")]
    [InlineData("latency?from=2026-03-02T00:00:00Z&until=2026-03-01T00:00:00Z", 400, "period-empty", "from")]
    [InlineData("latency?withinMs=0", 400, "request-invalid", "withinMs")]
    [InlineData("latency?share=1.5", 400, "request-invalid", "share")]
    [InlineData("page?project=nobody", 404, "project-unknown", "project")]
    public async Task What_can_not_be_reported_is_refused(string report, int status, string code, string place)
        => (await _api.GetAsync($"/v1/reports/{report}")).Problem.ShouldBe((status, code, place));

    [Fact]
    public async Task A_moment_that_is_none_is_refused()
        => (await _api.GetAsync("/v1/reports/quality?from=yesterday")).Problem.ShouldBe((400, "parameter-invalid", "from"));

    [Fact]
    public async Task A_key_of_one_project_sees_neither_another_nor_that_there_is_one()
    {
        (await _api.PutAsync("/v1/projects/letters", """{"text":"text","labels":[{"name":"a","definition":"a"},{"name":"b","definition":"b"}]}""", "application/json")).Ok();
        var secret = (await _api.PostAsync("/v1/keys", new { name = "reader", scopes = new[] { "read" }, project = "letters" }))
            .Ok(System.Net.HttpStatusCode.Created).GetProperty("secret").GetString()!;
        (string, string)[] key = [("Authorization", $"Bearer {secret}")];

        var all = (await _api.GetAsync("/v1/reports/cost", null, key)).Ok();

        all.GetProperty("projects").EnumerateArray().Select(project => project.GetString()).ShouldBe(["letters"]);
        all.GetProperty("total").GetProperty("costUsd").GetDecimal().ShouldBe(0);
        var refused = await _api.GetAsync("/v1/reports/cost?project=mail", null, key);
        refused.Problem.ShouldBe((404, "project-unknown", "project"));
        refused.Detail.ShouldBe("There is no project 'mail'.");
        (await _api.GetAsync("/v1/reports/cost")).Problem.Status.ShouldBe(401);
    }

    private static LedgerEntry Line(LedgerKind kind, string tier, decimal? cost, decimal? reference) => new(
        new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), "mail", kind, "request", "r", "route", tier, "model", "bill", 0.9, cost, reference, TimeSpan.FromMilliseconds(12),
        null, null, "ok");
}
