using HybridAi.Api.Access;
using HybridAi.Curate.Projects;
using HybridAi.Curate.Review;
using Microsoft.Playwright;
using static HybridAi.Browser.Tests.ReviewBench;

namespace HybridAi.Browser.Tests;

public sealed class AutoAcceptPanelTests
{
    [Fact]
    public async Task A_reviewer_sets_the_precision_and_sees_audits_bring_acceptance_and_stop_it()
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(150);
        var version = (await bench.Get<ProjectStore>().FindAsync("mail", Cancellation)).Value;
        var complaints = new List<string>();
        var page = await bench.PersonAsync("rev", Role.Reviewer, complaints);
        await page.GotoAsync("/projects/mail/review/team");
        var panel = page.Locator("section", new() { Has = page.Locator("#auto-accept") });
        (await panel.InnerTextAsync()).ShouldContain("No rule is set");
        await SetAsync("0.8");
        (await panel.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldContain("estimate their doubts first");

        (await bench.Get<DoubtScores>().RunAsync(version.Definition, "lexical", 1, Cancellation)).Fault.ShouldBeNull();
        await SetAsync("0.8");
        var stage = bench.Get<AutoAccept>();
        var report = (await stage.ReportAsync(version.Definition, Cancellation)).Value;
        report.Rule.Precision.ShouldBe(0.8);
        (await panel.Locator(".chip").InnerTextAsync()).ShouldBe("auditing");
        (await panel.InnerTextAsync()).ShouldSatisfyAllConditions(
            text => text.ShouldContain($"{report.Verdict.Planned} more needed"), text => text.ShouldContain($"none of {report.Candidates}"), text => text.ShouldContain(report.NextAudit!));
        (await panel.GetByLabel("Share of them that must be right").InputValueAsync()).ShouldBe("0.8");

        report = await AuditAsync(report, AutoAcceptState.Accepting, right: true);
        await page.ReloadAsync();
        (await panel.InnerTextAsync()).ShouldSatisfyAllConditions(
            text => text.ShouldContain("accepting"), text => text.ShouldContain($"{report.Accepted} of {report.Candidates} ("), text => text.ShouldContain(report.Reason));
        await Desk.LookAsync(page, "auto-accept-accepting");

        report = await AuditAsync(report, AutoAcceptState.Stopped, right: false);
        await page.GotoAsync("/projects/mail/review/team");
        (await panel.Locator(".chip").InnerTextAsync()).ShouldBe("stopped");
        (await panel.InnerTextAsync()).ShouldContain(report.Reason);
        await Desk.LookAsync(page, "auto-accept-stopped");
        (await bench.Get<AuditLog>().ReadAsync("mail", null, 100, Cancellation)).Where(line => line.Action == "review.auto-accept")
            .Select(line => (line.Caller, line.Outcome)).ShouldBe([("rev", "done"), ("rev", "refused doubts-missing")]);
        complaints.ShouldBeEmpty();

        async Task SetAsync(string precision)
        {
            await panel.GetByLabel("Share of them that must be right").FillAsync(precision);
            await page.RunAndWaitForResponseAsync(
                () => panel.GetByRole(AriaRole.Button).ClickAsync(), answer => answer.Request.IsNavigationRequest && answer.Status is not (>= 300 and < 400));
            await page.WaitForLoadStateAsync();
        }

        async Task<AutoAcceptReport> AuditAsync(AutoAcceptReport known, AutoAcceptState until, bool right)
        {
            while (known.State != until && known.NextAudit is { } id)
            {
                var proposed = (await bench.Get<DoubtStore>().FindAsync("mail", id, Cancellation)).ShouldNotBeNull().Label;
                var label = right ? proposed : proposed == "bill" ? "login" : "bill";
                (await bench.Get<ReviewDesk>().CorrectAsync(version, id, "ann", label, false, null, Cancellation)).Fault.ShouldBeNull();
                known = (await stage.ReportAsync(version.Definition, Cancellation)).Value;
            }

            known.State.ShouldBe(until);
            return known;
        }
    }
}
